# GNU parallel takes as many lines as it has jobs; the jobs take their time.
mkdir -p .parallel
touch .parallel/will-cite
role list yes a-name | role parallel parallel -j 1 'role job sleep 300; : {}'
