# Two jobs that must not run at once.
role first flock lock role job sleep infinity &
until [ -s lock ]; do
	flock -n lock true || echo held >lock
done
role second flock lock true | role reader cat
