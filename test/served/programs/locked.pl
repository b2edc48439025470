local $/;
my $name = "$ARGV[0].tmp";
open(my $lock, ">", "$ARGV[0].lock") or die $!;
flock($lock, 2) or die $!;
open(my $file, ">", $name) or die $!;
print $file <STDIN> or die $!;
close($file) or die $!;
rename($name, $ARGV[0]) or die $!;
