# Looks once a second whether a log has grown, for a reader that waits for its lines.
use strict;
open my $reader, "|-", "role", "reader", "cat" or die $!;
$reader->autoflush(1);
open my $log, "+>", "log" or die $!;
while (1) {
    seek $log, 0, 1;
    print $reader $_ while <$log>;
    sleep 1;
}
