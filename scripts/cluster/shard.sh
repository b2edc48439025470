#!/bin/sh
# usage: shard.sh NUMBER TARGET OPTIONS...: one shard of a search. What has started it tells onewriter which one.
# A shard that has come to its end has done its work, whatever it has found. Only one that died exits with an error, so
# that whoever has started it can run it again.
number=$1
shift
mkdir -p shards
status=0
npx --no-install onewriter explore "$@" --output-dir="saved/$number" --reporter="json:shards/$number.json" || status=$?
case $status in
0 | 1 | 3) exit 0 ;;
*) exit "$status" ;;
esac
