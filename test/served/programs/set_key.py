"""usage: set_key.py FILE KEY CALL VALUE-ON-STDIN: sets one key of a shared JSON file, by a temporary name of the call's"""
import json, os, sys

path, key, call = sys.argv[1:]
store = {}
if os.path.exists(path):
    with open(path) as file:
        store = json.load(file)
store[key] = json.load(sys.stdin)
with open(f"{path}.{call}.py", "w") as file:
    json.dump(store, file)
os.replace(f"{path}.{call}.py", path)
