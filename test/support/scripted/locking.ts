import type { Script, ScriptedCall } from './script.ts'

/** Takes locks, one after the other, and gives them back. */
export function* locking(fs: ScriptedCall['fs'], ...names: readonly string[]): Script {
  for (const name of names) yield* acquiring(fs, name)
  for (const name of names) yield* fs.unlink(name)
}

/** Asks for a lock again and again, until it has it. */
export function* acquiring(fs: ScriptedCall['fs'], name: string): Script {
  for (;;)
    try {
      yield* fs.close(yield* fs.open(name, 'wx'))
      return
    } catch {
      yield* fs.sleep(10)
    }
}
