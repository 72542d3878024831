# close() of a piped open waits for the command, which reads to the end; but a worker that was
# forked meanwhile holds the pipe's write end too, without knowing.
use strict;
open my $pipe, "|-", "role", "child", "cat" or die $!;
my $worker = fork;
if ($worker == 0) {
    open my $roles, ">>", $ENV{ROLES} or die $!;
    print $roles "worker $$\n";
    close $roles;
    select undef, undef, undef, undef while 1;
}
print $pipe "a line\n";
close $pipe;
kill TERM => $worker;
