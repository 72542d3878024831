# Two workers serve callers; a lock on a file says whose turn it is to accept.
use strict;
use Fcntl ":flock";
use IO::Socket::INET;
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1") or die $@;
for my $name ("one", "two") {
    next if fork;
    open my $roles, ">>", $ENV{ROLES} or die $!;
    print $roles "$name $$\n";
    close $roles;
    open my $turn, ">>", "turn" or die $!;
    while (1) {
        flock $turn, LOCK_EX;
        my $caller = $server->accept;
        flock $turn, LOCK_UN;
    }
}
1 while wait != -1;
