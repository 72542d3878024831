# The script that started a service and its logger has ended; both go on.
sh -c 'role daemon sleep infinity | role logger cat & exit 0'
role idler sleep infinity
