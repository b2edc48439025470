"""Saves through symbolic links of its own, in a folder of its own."""
import os
import sys

file = sys.argv[1]
folder = file + '.d'
os.mkdir(folder)
with open(folder + '/first', 'w') as first:
    first.write('1')
os.truncate(folder + '/first', 3)
os.symlink('first', folder + '/current')
assert open(folder + '/current').read() == '1\0\0'
os.symlink('second', folder + '/next')
with open(folder + '/next', 'w') as second:
    second.write('2')
os.rename(folder + '/next', folder + '/current')
assert open(folder + '/current').read() == '2'
os.symlink(folder, folder + '/whole')
assert sorted(os.listdir(folder + '/whole/whole')) == ['current', 'first', 'second', 'whole']
for name in os.listdir(folder):
    os.unlink(os.path.join(folder, name))
os.rmdir(folder)
with open(file, 'w') as saved:
    saved.write(sys.stdin.read())
