# nginx logs into a FIFO, whose reader holds it open and does no longer read. The server waits in
# write(2), with all its clients.
mkfifo access
cat >nginx.conf <<END
daemon off;
master_process off;
pid nginx.pid;
error_log error;
events { }
http {
	log_format long "\$request \$request \$request \$request";
	access_log access long;
	client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
	server { listen unix:$PWD/socket; location / { return 204; } }
}
END
role reader sleep infinity <>access &
role server nginx -p "$PWD" -e error -c nginx.conf &
while ! [ -S socket ]; do sleep 0.1; done
long=$(printf '%04000d' 0)
while :; do
	curl -s --unix-socket socket "http://server/$long" >/dev/null
done
