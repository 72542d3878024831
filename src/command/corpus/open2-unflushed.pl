# The filter answers each line, but its standard output is a pipe, so perl keeps the answers back
# until there are 8 KiB of them.
use strict;
use IPC::Open2;
my $pid = open2(my $out, my $in, "role", "filter", "perl", "-pe", "tr/a-z/A-Z/");
$in->autoflush(1);
print $in "hello\n";
print scalar <$out>;
