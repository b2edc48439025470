"""usage: random_ops.py SEED COUNT LOG DIRECTORY: does what is drawn from the seed, and logs what came of each step."""
import errno, os, random, stat, sys

seed, count, log_path, root = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
draw = random.Random(seed)
log = open(log_path, "w")
names = ["a", "b", "c", "d/a", "d/b", "d/e", "d", "f"]
handles = []


def path():
    return os.path.join(root, draw.choice(names))


def shown(found):
    kind = stat.S_IFMT(found.st_mode)
    if stat.S_ISDIR(found.st_mode):
        return [kind, stat.S_IMODE(found.st_mode)]
    return [kind, stat.S_IMODE(found.st_mode), found.st_size, found.st_nlink, found.st_uid]


def opens():
    flags = draw.choice([os.O_RDONLY, os.O_WRONLY, os.O_RDWR])
    for flag in (os.O_CREAT, os.O_TRUNC, os.O_APPEND, os.O_EXCL):
        if draw.random() < 0.4:
            flags |= flag
    handles.append(os.open(path(), flags, draw.choice([0o600, 0o644, 0o666])))
    return len(handles)


def handle():
    return draw.choice(handles) if handles else -1


def closes():
    if not handles:
        return None
    os.close(handles.pop(draw.randrange(len(handles))))


def data():
    return bytes([draw.randrange(1, 256)]) * draw.choice([0, 1, 7, 4095, 4096, 9000, 200_000])


def offset():
    return draw.choice([0, 1, 100, 4096, 20_000])


def listed():
    return sorted(os.listdir(draw.choice([root, os.path.join(root, "d")])))


def walked():
    at = handle()
    if stat.S_ISDIR(os.fstat(at).st_mode):
        return "what lseek(2) gives there is for each file system to say"
    os.lseek(at, draw.choice([0, 10, 5000]), draw.choice([os.SEEK_SET, os.SEEK_END]))
    return [os.lseek(at, 0, os.SEEK_CUR), os.read(at, 50).hex()]


operations = [
    (8, opens),
    (4, closes),
    (6, lambda: os.write(handle(), data())),
    (6, lambda: os.pwrite(handle(), data(), offset())),
    (4, lambda: os.read(handle(), draw.choice([1, 100, 10_000])).hex()),
    (4, lambda: os.pread(handle(), draw.choice([1, 100, 10_000]), offset()).hex()),
    (3, walked),
    (2, lambda: os.ftruncate(handle(), offset())),
    (2, lambda: os.truncate(path(), offset())),
    (3, lambda: shown(os.stat(path()))),
    (3, lambda: shown(os.lstat(path()))),
    (3, lambda: shown(os.fstat(handle()))),
    (4, lambda: os.rename(path(), path())),
    (3, lambda: os.unlink(path())),
    (3, lambda: os.link(path(), path())),
    (2, lambda: os.symlink(draw.choice(["a", "d/a", "nowhere", "b"]), path())),
    (1, lambda: os.readlink(path())),
    (3, lambda: os.mkdir(path(), draw.choice([0o700, 0o755]))),
    (2, lambda: os.rmdir(path())),
    (2, listed),
    (2, lambda: os.chmod(path(), draw.choice([0o600, 0o644, 0o755]))),
    (1, lambda: os.utime(path(), (1000, 2000))),
    (1, lambda: os.access(path(), os.R_OK)),
    (1, lambda: os.fsync(handle())),
]
weights, works = zip(*operations)
for step in range(count):
    which = draw.choices(range(len(works)), weights)[0]
    try:
        result = works[which]()
    except (OSError, ValueError) as error:
        result = errno.errorcode[error.errno] if isinstance(error, OSError) else "no handle"
    print(step, which, result, file=log)
for folder, folders, files in sorted(os.walk(root)):
    for name in sorted(folders + files):
        full = os.path.join(folder, name)
        content = open(full, "rb").read().hex() if os.path.isfile(full) else ""
        print(os.path.relpath(full, root), shown(os.lstat(full)), hash(content) if not content else content[:64] + str(len(content)), file=log)
log.close()
