import path from 'node:path'
import { commandTarget, map } from 'onewriter'

const program = (name: string) => path.join(import.meta.dirname, '../programs', name)

/** Sets one key of a JSON file, under one of the locks that `set_key.py` knows. */
export function setsKey(lock: 'unlocked' | 'locked' | 'unlinked') {
  return commandTarget({
    command: ({ file, writer, call }) => ['python3', program('set_key.py'), file, `w${writer}.${call}`, lock],
    input: 'stdin',
    file: ({ dir }) => path.join(dir, 'settings.json'),
    read: (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown,
    specification: map({ key: ({ writer, call }) => `w${writer}.${call}` }),
    owns: (name) => name.endsWith('.lock'),
    oracles: ['parses', 'linearizable', 'calls-succeed'],
  })
}

/** Saves what stands on its input. */
export function saves(...command: [program: string, script: string, ...rest: string[]]) {
  const [name, script, ...rest] = command
  return commandTarget({
    command: ({ file }) => [name, program(script), file, ...rest],
    input: 'stdin',
    oracles: ['parses', 'one-writer', 'calls-succeed'],
    owns: (each) => each === 'cache',
  })
}
