#!/bin/sh
# usage: slurm.sh SHARDS TARGET OPTIONS...: a search as a job array of Slurm, and a job that merges once all shards are
# done. Prints the number of that job. The working directory has to be one that all nodes share.
set -e
here=$(cd "$(dirname "$0")" && pwd)
shards=$1
shift
array=$(sbatch --parsable --array="1-$shards" --output=slurm-%a.log --open-mode=append --requeue "$here/slurm-shard.sh" "$here" "$@")
merge='npx --no-install onewriter merge shards --reporter=terminal --reporter=json:merged.json; [ $? -le 1 ]'
sbatch --parsable --dependency="afterok:$array" --output=slurm-merge.log --wrap="$merge"
