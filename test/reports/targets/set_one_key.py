"""usage: set_one_key.py FILE KEY [--locked]: sets one key of a shared JSON file to what stands on stdin."""
import fcntl
import json
import os
import sys

path, key = sys.argv[1], sys.argv[2]
value = json.load(sys.stdin)


def load():
    try:
        with open(path) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def put_in_place():
    store = load()
    store[key] = value
    with open(path, "w") as file:
        json.dump(store, file)


def put_aside():
    with open(f"{path}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        store = load()
        store[key] = value
        with open(f"{path}.tmp", "w") as file:
            json.dump(store, file)
        os.replace(f"{path}.tmp", path)


if "--locked" in sys.argv:
    put_aside()
else:
    put_in_place()
