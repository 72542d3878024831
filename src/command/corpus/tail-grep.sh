echo 'nothing to see' >log
role tail tail -f log | role grep grep needle
