import fcntl, os, sys

with open(sys.argv[1] + ".lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    with open(sys.argv[1] + ".tmp", "w") as file:
        file.write(sys.stdin.read())
    os.replace(sys.argv[1] + ".tmp", sys.argv[1])
