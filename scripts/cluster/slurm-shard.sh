#!/bin/sh
# usage: slurm-shard.sh FOLDER TARGET OPTIONS...: one task of the array. FOLDER is where shard.sh is, since Slurm copies
# this file elsewhere. Slurm runs a task again where a node is lost, and not where a process of it dies: that is asked for.
here=$1
shift
status=0
"$here/shard.sh" "$SLURM_ARRAY_TASK_ID" "$@" || status=$?
if [ "$status" -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
  scontrol requeue "$SLURM_JOB_ID"
  # It is ended by that.
  sleep 60
fi
exit "$status"
