cat > "$1.$$"
(mv "$1.$$" "$1") </dev/null >/dev/null 2>&1 &
