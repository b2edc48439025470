# usage: save.pl FILE looks-first|makes-it: saves what stands on stdin, once there is a folder for the cache.
use strict;
use warnings;
use Errno qw(EEXIST);

my ($file, $how) = @ARGV;
my $cache = $file =~ s{[^/]+$}{cache}r;

if ($how eq 'looks-first') {
    -d $cache or mkdir $cache or die "mkdir: $!";
} else {
    mkdir $cache or $! == EEXIST or die "mkdir: $!";
}

my $temporary = "$file.$$.tmp";
open my $out, '>', $temporary or die "open: $!";
print {$out} do { local $/; <STDIN> };
close $out or die "close: $!";
rename $temporary, $file or die "rename: $!";
