import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { serving } from '../../harness/processes/serving/serving.ts'
import { programsIn, targetOf } from '../bench/served/programs.ts'
import { conform } from './served/conformance.ts'
import { holdLanguages } from './served/languages.ts'
import { killHarnesses } from './served/kills.ts'
import { runLong } from './served/long-run.ts'

export interface ServedProof {
  readonly executions: number
  readonly kills: number
  readonly seed: number
}
type Row = (isGood: boolean, what: string, figure: string) => void

/** That programs of any language are found to be wrong, or exhausted. */
export async function holdProgramsOf(
  options: { readonly replays: number; readonly seed: number },
  row: Row,
): Promise<void> {
  console.log('\nwriters in several languages, which are served their files')
  await withScratch(async (scratch) => holdLanguages({ ...options, scratch }, row))
}

/** That programs that are served their files leave nothing behind: no mount, process, descriptor or directory. */
export async function holdServed({ executions, kills, seed }: ServedProof, row: Row): Promise<void> {
  const how = serving()
  console.log(`\nprograms that are served their files leave nothing behind (as ${how.by})`)
  await withScratch(async (scratch) => {
    const argv = programsIn(scratch).get('C')
    if (!argv || how.by === null)
      return row(false, 'a C program is served', how.by === null ? how.why : 'no cc(1)')
    const target = targetOf(scratch, 'C', argv)
    const dir = path.join(scratch, 'runs')
    fs.mkdirSync(dir)
    await killHarnesses({ target, dir, times: kills, seed }, row)
    await runLong({ target, dir, executions, seed }, row)
  })
}

/** That a served directory is to other people's tests what one of the machine's is. */
export async function conformServed(row: Row): Promise<void> {
  await withScratch(async (scratch) => conform(scratch, row))
}

async function withScratch(work: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'served-'))
  try {
    await work(scratch)
  } finally {
    fs.rmSync(scratch, { recursive: true })
  }
}
