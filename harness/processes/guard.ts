import { execa } from 'execa'

/**
 * Reads `+ pid` and `- pid` lines until its input ends, which it does when the harness ends, however that
 * came about; then kills what is still listed, each with its process group, and removes the run directory.
 */
const script = `
trap '' INT TERM HUP
pids=
while read -r sign pid; do
  if [ "$sign" = + ]; then pids="$pids $pid"; else
    kept=; for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done; pids=$kept
  fi
done
for p in $pids; do kill -9 -"$p" 2>/dev/null || kill -9 "$p" 2>/dev/null; done
# What was killed may still be in the middle of making a file.
for try in 1 2 3 4 5 6 7 8 9 10; do rm -rf -- "$1" && [ ! -e "$1" ] && break; sleep 0.1; done
`

/** Outlives the harness by a moment, so that nothing else does. */
export interface Guard {
  watch(pid: number): void
  release(pid: number): void
  /** Ends the guard; resolves once it has gone. */
  dismiss(): Promise<void>
}

/** @param root the run directory that shall not outlive the harness */
export function startGuard(root: string): Guard {
  const shell = execa('sh', ['-c', script, 'onewriter-guard', root], {
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    // Its own process group: Ctrl-C in the terminal is not for the guard.
    detached: true,
    cleanup: false,
    reject: false,
  })
  shell.unref()
  const input = shell.stdin
  // A guard that was killed is no reason to fail: the harness then cleans up by itself.
  input.on('error', () => {})
  ;(input as unknown as { unref?(): void }).unref?.()
  return {
    watch: (pid) => void input.write(`+ ${pid}\n`),
    release: (pid) => void input.write(`- ${pid}\n`),
    async dismiss() {
      shell.ref()
      input.end()
      await shell
    },
  }
}
