use strict;
use IPC::Open3;
use Symbol 'gensym';

# What a wrapper around a command-line tool does: all of the output, then all of the messages.
my $err = gensym;
my $pid = open3(my $in, my $out, $err, 'role', 'child', 'python3', 'flood.py', '2', '2097152');
my @output = <$out>;
my @messages = <$err>;
waitpid $pid, 0;
