# Reads the lines of two commands as they come; both are at work for a while.
use strict;
use IO::Select;
my $select = IO::Select->new;
for my $name ("one", "two") {
    open my $out, "-|", "role", $name, "sleep", "300" or die $!;
    $select->add($out);
}
while ($select->count) {
    for my $out ($select->can_read) {
        sysread($out, my $line, 8192) or $select->remove($out);
    }
}
