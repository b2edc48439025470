local $/;
my $name = "$ARGV[0].tmp";
open(my $file, ">", $name) or die $!;
print $file <STDIN> or die $!;
close($file) or die $!;
rename($name, $ARGV[0]) or die $!;
