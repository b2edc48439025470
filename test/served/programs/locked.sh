exec 9>"$1.lock" && flock 9 && cat >"$1.tmp" && mv "$1.tmp" "$1"
