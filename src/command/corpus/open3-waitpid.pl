# Waits for the child before reading what it prints.
use strict;
use IPC::Open3;
my $pid = open3(my $in, my $out, undef, "role", "child", "python3", "flood.py", "1", "2097152");
close $in;
waitpid $pid, 0;
my @lines = <$out>;
