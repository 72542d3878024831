# The jobserver's pipe has a token in it that nobody reads until a job wants it.
printf 'all: a b\na b c: ; @role job-$@ sleep infinity\nall:\n' >Makefile
role make make -s -j3
