import { createRequire } from 'node:module'
import { execa } from 'execa'
import type { KnownDirectory } from '../guarded/identity.ts'

const remover = createRequire(import.meta.url).resolve('#remover')

/**
 * Reads `+ pid` and `- pid` lines until its input ends, which it does when the harness ends, however that
 * came about; then kills what is still listed, each with its process group, and removes the run directory.
 *
 * A line `= device inode` says which directory that is. The guard stays in it, so that no other directory can have its
 * inode. Before that line, the directory has just been made, and is empty. Where nothing is left of it, since the harness
 * has removed it, no Node is started to find that out.
 */
const script = `
trap '' INT TERM HUP
pids=
device=
while read -r sign pid node; do
  case $sign in
    =) device=$pid inode=$node; cd -P -- "$1" 2>/dev/null;;
    +) pids="$pids $pid";;
    *) kept=; for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done; pids=$kept;;
  esac
done
for p in $pids; do kill -9 -"$p" 2>/dev/null || kill -9 "$p" 2>/dev/null; done
[ -d "$1" ] || exit 0
if [ "$device" ]; then exec "$2" "$3" "$1" "$device" "$inode"; else rmdir -- "$1" 2>/dev/null; fi
`

/** Outlives the harness by a moment, so that nothing else does. */
export interface Guard {
  watch(pid: number): void
  release(pid: number): void
  /** The run directory is made. */
  holds(root: KnownDirectory): void
  /** Ends the guard; resolves once it has gone. */
  dismiss(): Promise<void>
}

/** @param root the run directory that shall not outlive the harness */
export function startGuard(root: string): Guard {
  const shell = execa('sh', ['-c', script, 'onewriter-guard', root, process.execPath, remover], {
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
    holds: ({ identity: { device, inode } }) => void input.write(`= ${device} ${inode}\n`),
    async dismiss() {
      shell.ref()
      input.end()
      await shell
    },
  }
}
