import os, sys

name = f"{sys.argv[1]}.{os.getpid()}"
with open(name, "w") as file:
    file.write(sys.stdin.read())
os.replace(name, sys.argv[1])
