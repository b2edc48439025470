import type { RunOptions } from '../../harness/settings/schema.ts'

/** A broken writer of `test/known-bad`, and how to look for what is wrong with it. */
export interface Defect {
  readonly name: string
  readonly options?: RunOptions
}

export const plainDefects: readonly Defect[] = [
  { name: 'in-place' },
  { name: 'in-place-beside-rename' },
  { name: 'fixed-temp-name' },
  { name: 'unlink-before-rename' },
  { name: 'read-modify-append' },
  { name: 'appends-in-two' },
  { name: 'dropped-debounce-tail' },
  { name: 'snapshot-after-flush' },
  { name: 'export-after-flush', options: { oracle: ['issue-order'] } },
  { name: 'dirty-flag-late' },
  { name: 'lock-reclaimed-by-age', options: { faults: ['stall'], oracle: ['parses'] } },
  { name: 'pid-counter-temp-name', options: { samePid: true } },
]

type Fault = 'errno' | 'short-write' | 'kill' | 'power-loss'
type Oracle = 'no-silent-loss' | 'reads-whole' | 'no-litter' | 'acknowledged-survives'

/** What only a fault shows, by the fault and the oracle that show it. */
export const faultDefects: readonly Defect[] = [
  struck('ignores-short-write', 'short-write', 'no-silent-loss'),
  struck('swallows-full-disk', 'errno', 'no-silent-loss'),
  struck('in-place-where-rename-fails', 'errno', 'reads-whole'),
  struck('retries-at-wrong-offset', 'errno', 'no-silent-loss'),
  struck('litters-after-error', 'errno', 'no-litter'),
  struck('removes-before-writing', 'kill', 'acknowledged-survives'),
  struck('acknowledges-before-rename', 'kill', 'acknowledged-survives'),
  struck('no-fsync', 'power-loss', 'acknowledged-survives'),
  struck('no-directory-fsync', 'power-loss', 'acknowledged-survives'),
  struck('lock-outlives-its-holder', 'kill', 'no-litter'),
]

function struck(name: string, fault: Fault, oracle: Oracle): Defect {
  return { name, options: { faults: [fault], oracle: [oracle], executions: 2000 } }
}
