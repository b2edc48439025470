import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import type { Engine } from './engine.ts'

const script = path.resolve('scripts/cluster/slurm.sh')
const nodes = ['one', 'two']
const firstPort = 26_817
const askEveryMillis = 500

/** Slurm with a controller and two nodes, all on this machine, as root. */
export const slurm: Engine = {
  name: 'slurm',
  needs: { slurmctld: 'slurmctld', slurmd: 'slurmd', sbatch: 'slurm-client', munged: 'munge' },
  async start(dir) {
    const env = { SLURM_CONF: path.join(dir, 'slurm.conf') }
    const daemons = commandsFor(dir).map(([name, ...args]) =>
      execa(name, args, { env, reject: false, cleanup: true }),
    )
    const isUp = async () =>
      (await execa('sinfo', ['-h', '-o', '%D %T'], { env, reject: false })).stdout === '2 idle'
    const broken = Promise.race(daemons).then(({ command, stderr }) => {
      throw new Error(`${command} has ended: ${stderr}`)
    })
    broken.catch(() => {})
    while (!(await isUp())) await Promise.race([sleep(askEveryMillis), broken])
    return {
      async run(cwd, shards, args) {
        const { stdout: job } = await execa(script, [String(shards), ...args], { cwd, env })
        for (let state = ''; state !== 'COMPLETED'; state = await stateOf(job, env)) {
          if (/FAILED|CANCELLED|TIMEOUT/.test(state)) throw new Error(`the job that merges: ${state}`)
          await sleep(askEveryMillis)
        }
      },
      async stop() {
        // Those that others need go last.
        for (const daemon of daemons.toReversed()) {
          daemon.kill('SIGTERM')
          await daemon
        }
      },
    }
  },
}

async function stateOf(job: string, env: Record<string, string>): Promise<string> {
  const { stdout } = await execa('scontrol', ['show', 'job', '--oneliner', job], { env })
  const [, state = ''] = /JobState=(\w+)/.exec(stdout) ?? []
  const [, reason = ''] = /Reason=(\w+)/.exec(stdout) ?? []
  return reason === 'DependencyNeverSatisfied' ? 'FAILED' : state
}

/** Writes what they read, and gives the daemons in the order in which they are to start. */
function commandsFor(dir: string): (readonly [string, ...string[]])[] {
  const at = (name: string) => path.join(dir, name)
  fs.chmodSync(dir, 0o755)
  fs.mkdirSync(at('state'))
  fs.writeFileSync(at('munge.key'), randomBytes(1024), { mode: 0o600 })
  fs.writeFileSync(at('slurm.conf'), configuration(dir))
  const munge = ['key-file', 'socket', 'pid-file', 'log-file', 'seed-file'].map(
    (name) => `--${name}=${at(`munge.${name.replace('key-file', 'key')}`)}`,
  )
  return [
    ['munged', '--force', '--foreground', ...munge],
    ['slurmctld', '-D', '-f', at('slurm.conf')],
    ...nodes.map((node) => ['slurmd', '-D', '-N', node] as const),
  ]
}

/** https://slurm.schedmd.com/slurm.conf.html */
function configuration(dir: string): string {
  const host = os.hostname()
  return `ClusterName=onewriter
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${firstPort}
AuthType=auth/munge
# A job that is run again waits for its credential to run out.
AuthInfo=socket=${dir}/munge.socket,cred_expire=5
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${dir}/state
SlurmdSpoolDir=${dir}/spool.%n
SlurmctldPidFile=${dir}/slurmctld.pid
SlurmdPidFile=${dir}/slurmd.%n.pid
SlurmctldLogFile=${dir}/slurmctld.log
SlurmdLogFile=${dir}/slurmd.%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
${nodes.map((node, index) => `NodeName=${node} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${firstPort + 1 + index} CPUs=1`).join('\n')}
PartitionName=all Nodes=ALL Default=YES State=UP
`
}
