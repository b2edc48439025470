# usage: save.sh FILE in-place|own-name: saves what stands on stdin.
set -e
if [ "$2" = in-place ]; then
  cat > "$1"
else
  temporary="$1.$$.tmp"
  cat > "$temporary"
  mv "$temporary" "$1"
fi
