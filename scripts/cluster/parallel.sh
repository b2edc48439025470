#!/bin/sh
# usage: ONEWRITER_SHARDS=4 parallel.sh TARGET OPTIONS...: a search in so many shards at once, by GNU parallel, and their
# merge. A shard that dies is run again. All shards need one --seed.
here=$(dirname "$0")
seq "${ONEWRITER_SHARDS:?set it to how many shards there are}" |
  parallel --jobs "$ONEWRITER_SHARDS" --retries 3 --joblog parallel.log "$here/shard.sh" {} "$@" || exit
npx --no-install onewriter merge shards --reporter=terminal --reporter=json:merged.json
