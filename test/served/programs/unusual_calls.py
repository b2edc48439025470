"""Calls that the kernel answers by itself in part, in the directory of the first argument; what came of them goes to the second."""
import os
import sys

folder, log = sys.argv[1:]
file = folder + '/a'
said = []


def ask(name, work):
    try:
        said.append(f'{name}: {work()!r}')
    except OSError as error:
        said.append(f'{name}: {error.strerror}')


def looks(path):
    found = os.lstat(path)
    return oct(found.st_mode), found.st_uid, found.st_gid, found.st_size, found.st_nlink


def dated(path, *nanos):
    os.utime(path, ns=nanos)
    found = os.stat(path)
    return found.st_atime_ns, found.st_mtime_ns


os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
os.symlink('a', folder + '/link')
os.symlink('/usr', folder + '/elsewhere')

ask('chown', lambda: os.chown(file, -1, -1))
ask('lchown', lambda: os.lchown(folder + '/link', os.getuid(), os.getgid()))
ask('fchown', lambda: os.fchown(os.open(file, os.O_RDONLY), os.getuid(), -1))
os.chmod(file, 0o4755)
ask('chown of a set-user-ID file', lambda: os.chown(file, os.getuid(), os.getgid()))
ask('after it', lambda: looks(file))
os.chmod(file, 0o4755)
ask('truncate of a set-user-ID file', lambda: os.truncate(file, 3))
ask('after that', lambda: looks(file))

for name, flags in (('read', os.O_RDONLY), ('made', os.O_CREAT | os.O_WRONLY)):
    ask(f'{name} with a slash', lambda: os.open(file + '/', flags))
    ask(f'{name} with a slash, where there is nothing', lambda: os.open(folder + '/b/', flags))
for name in ('stat', 'unlink', 'rmdir', 'chmod', 'truncate', 'mkdir', 'readlink'):
    more = [0] if name in ('chmod', 'truncate') else []
    ask(f'{name} with a slash', lambda: len(str(getattr(os, name)(file + '/', *more))) > 0)
for name in ('rename', 'link'):
    ask(f'{name} to a slash', lambda: getattr(os, name)(file, folder + '/b/'))
os.mkdir(folder + '/sub/')
ask('a directory with slashes', lambda: os.rename(folder + '/sub/', folder + '/other/'))
ask('and its removal', lambda: os.rmdir(folder + '/other/'))

ask('a path alone', lambda: os.close(os.open(folder, os.O_PATH | os.O_DIRECTORY)))
ask('a link alone', lambda: os.close(os.open(folder + '/link', os.O_PATH | os.O_NOFOLLOW)))
at = os.open(folder, os.O_PATH)
ask('made below it', lambda: os.close(os.open('b', os.O_CREAT | os.O_WRONLY, dir_fd=at)))

ask('elsewhere', lambda: 'bin' in os.listdir(folder + '/elsewhere'))
ask('elsewhere, a file', lambda: os.access(folder + '/elsewhere/bin/env', os.X_OK))
ask('elsewhere, nothing', lambda: os.stat(folder + '/elsewhere/nothing/of/it'))

odd = os.fsencode(folder) + b'/'
ask('bytes', lambda: os.close(os.open(odd + b'\xff\xc3\xa9\xfe', os.O_CREAT)))
ask('255 bytes', lambda: os.close(os.open(odd + b'\x80' * 255, os.O_CREAT)))
ask('256 bytes', lambda: os.close(os.open(odd + b'\x80' * 256, os.O_CREAT)))
ask('a link to bytes', lambda: os.symlink(b'\xf0\x9f', odd + b'\xe9'))
ask('where it leads', lambda: (os.readlink(odd + b'\xe9'), os.lstat(odd + b'\xe9').st_size))
ask('the list', lambda: sorted(os.listdir(odd)))

ask('1970', lambda: dated(file, 1_002_003_004, 5_006_007_008))
ask('before', lambda: dated(file, -1_500_000_000, -1))
ask('1999', lambda: dated(folder, 915_148_800_000_000_001, 915_148_800_999_999_999))

with open(log, 'w', encoding='utf8') as lines:
    lines.write('\n'.join(said).encode('utf8', 'surrogateescape').decode('utf8', 'backslashreplace'))
