# Two makes under one jobserver, each of which waits for a token that the other's job has.
printf 'all: a b\na b: ; @+role sub-$@ make -s -f Jobs\n' >Makefile
printf 'all: x y\nx y: ; @role job sleep infinity\n' >Jobs
role make make -s -j2
