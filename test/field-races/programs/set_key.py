"""usage: set_key.py FILE KEY unlocked|locked|unlinked: sets one key of a JSON file to what stands on stdin."""
import contextlib
import fcntl
import json
import os
import sys
import tempfile

path, key, how = sys.argv[1:4]
value = json.load(sys.stdin)


@contextlib.contextmanager
def lock():
    if how == "unlocked":
        yield
        return
    with open(f"{path}.lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
        # Whoever waits for it holds a file that no longer has a name, and the next one makes another.
        if how == "unlinked":
            os.unlink(f"{path}.lock")


with lock():
    try:
        with open(path) as file:
            settings = json.load(file)
    except FileNotFoundError:
        settings = {}
    settings[key] = value
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path), suffix=".tmp")
    with open(descriptor, "w") as file:
        json.dump(settings, file)
    os.replace(temporary, path)
