use strict;
use IPC::Open2;

# sort has nothing to say before its input ends, and the input stays open.
my $pid = open2(my $sorted, my $lines, 'role', 'child', 'sort');
print $lines "b\na\n";
print scalar <$sorted>;
close $lines;
waitpid $pid, 0;
