# Nobody has opened the FIFO for writing yet.
mkfifo requests
role reader cat requests
