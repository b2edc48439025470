import os, sys

name = f"{sys.argv[1]}.{os.getpid()}"
try:
    with open(name, "w") as file:
        file.write(sys.stdin.read())
except OSError:
    pass
os.replace(name, sys.argv[1])
