cat > "$1.tmp" && mv "$1.tmp" "$1"
