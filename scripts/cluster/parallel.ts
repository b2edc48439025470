import path from 'node:path'
import { execa } from 'execa'
import type { Engine } from './engine.ts'

const script = path.resolve('scripts/cluster/parallel.sh')

/** GNU parallel, on this machine. */
export const parallel: Engine = {
  name: 'parallel',
  needs: { parallel: 'parallel' },
  start: async () => ({
    async run(cwd, shards, args) {
      const env = { ONEWRITER_SHARDS: String(shards) }
      const { exitCode, stderr } = await execa(script, args, { cwd, env, reject: false })
      if (exitCode !== 0 && exitCode !== 1) throw new Error(`parallel.sh exits with ${exitCode}: ${stderr}`)
    },
    stop: async () => {},
  }),
}
