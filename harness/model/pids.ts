/** What every writer's `process.pid` reads under `--same-pid`: a container's main process. */
export const sharedPid = 1
