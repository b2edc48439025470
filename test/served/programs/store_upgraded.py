"""usage: store_upgraded.py FILE KEY [again] VALUE-ON-STDIN: looks under a shared lock, and has it exclusive when it saves"""
import fcntl, json, os, sys

path, key = sys.argv[1], sys.argv[2]
looks_again = sys.argv[3:] == ["again"]
value = json.load(sys.stdin)


def read():
    try:
        with open(path) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


with open(path + ".lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_SH)
    store = read()
    fcntl.flock(lock, fcntl.LOCK_EX)
    if looks_again:
        store = read()
    store[key] = value
    with open(path + ".tmp", "w") as file:
        json.dump(store, file)
    os.replace(path + ".tmp", path)
