import os, sys
name = f"{sys.argv[1]}.{os.getpid()}"
data = sys.stdin.buffer.read()
try:
    fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        at = 0
        while at < len(data):
            at += os.write(fd, data[at:])
        os.fsync(fd)
    finally:
        os.close(fd)
    os.rename(name, sys.argv[1])
except BaseException:
    try:
        os.unlink(name)
    except FileNotFoundError:
        pass
    raise
d = os.open(os.path.dirname(sys.argv[1]), os.O_RDONLY | os.O_DIRECTORY)
os.fsync(d)
os.close(d)
