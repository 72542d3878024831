# Waits for a filter that reads to the end of its input, without having closed that.
use strict;
use IPC::Open2;
my $pid = open2(my $out, my $in, "role", "child", "sort");
print $in "b\na\n";
waitpid $pid, 0;
print <$out>;
