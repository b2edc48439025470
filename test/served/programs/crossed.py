"""usage: crossed.py FILE WRITER: locks two files, each writer in its own order, with fcntl(2)."""
import fcntl, sys

names = [sys.argv[1] + ".1", sys.argv[1] + ".2"]
files = [open(name, "w") for name in (names if sys.argv[2] == "1" else reversed(names))]
for file in files:
    fcntl.lockf(file, fcntl.LOCK_EX)
