import os
import sys
import time

temporary = f'{sys.argv[1]}.{os.getpid()}'
with open(temporary, 'w') as file:
    file.write(sys.stdin.read())
if os.fork() == 0:
    os.setsid()
    os.closerange(0, 3)
    if os.fork() == 0:
        time.sleep(0.05)
        os.rename(temporary, sys.argv[1])
    os._exit(0)
os.wait()
