role job sleep infinity &
wait
