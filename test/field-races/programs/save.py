"""usage: save.py FILE in-place|fixed-name|own-name: saves what stands on stdin."""
import os
import sys
import tempfile

path, how = sys.argv[1:3]
text = sys.stdin.read()

if how == "in-place":
    with open(path, "w") as file:
        file.write(text)
elif how == "fixed-name":
    with open(f"{path}.tmp", "w") as file:
        file.write(text)
    os.replace(f"{path}.tmp", path)
else:
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path), suffix=".tmp")
    with open(descriptor, "w") as file:
        file.write(text)
    os.replace(temporary, path)
