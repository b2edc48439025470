import { count } from '../../harness/model/count.ts'
import { oracleNames } from '../../harness/model/verdict.ts'
import { isPowerLoss } from './conditions.ts'
import { documentBytes, type FullDisk } from './full-disk.ts'
import { replayOf } from './replay-command.ts'
import type { LibraryResult, Saved, StoreResult, SurveyResult } from './results.ts'
import { nameOf, ordersOf, storeCauses, storeRuns, storeVerdicts } from './store-tables.ts'
import { struckTable } from './struck-table.ts'
import { cell, code, table } from './table.ts'
import { legend, verdictTable } from './verdicts.ts'

/** `docs/survey.md`, from what `docs/survey/results.json` holds. */
export function render({ libraries, stores, fullDisk, seed, node, isRoot }: SurveyResult): string {
  const sections = [
    '# A survey of published writers',
    'After this page you know what published libraries did under the oracles of onewriter. The words *writer*, *session*, *document*, *call* and *acknowledged* are explained in [the index](README.md).',
    'The tables show what `npm run survey` has seen, and no more than that. Each library has one version, and is called in one way. Libraries promise different things. Some promise nothing about several writers, faults or power loss. The tables do not say what anybody should expect. [The oracles](oracles.md) says what is asked, and [Faults](faults.md#power-loss) what a power loss means.',
    '## Oracles by library',
    verdictTable(libraries),
    legend.map((line) => `- ${line}`).join('\n'),
    '## How much was run',
    `Without faults: every order of steps of two writers with a call each, and samples of two or three writers with one or two calls each. Nothing ran free, since that does not come out the same twice. With faults: one writer with two calls, and one fault in the second, as [below](#one-fault-at-every-step). Seed ${seed}, Node ${node}, ${isRoot ? 'as root' : 'not as root'}, Linux.`,
    howMuch(libraries),
    ...problems(libraries),
    '## On a full disk, without onewriter',
    `What is said of short writes can be had without the harness. Each library overwrites an earlier document on a disk that has room for a part of the new one: a tmpfs of 64 KiB, of which 12 KiB are left, for ${documentBytes.toLocaleString('en')} bytes. Linux itself then takes fewer bytes than it is given. Where a part of a document is left, \`no-silent-loss\` is violated under an injected short write, and nowhere else. \`npm run survey -- --full-disk\` does it again; it needs root.`,
    fullDiskTable(fullDisk),
    '## Stores with several entries',
    'Here a call adds an entry, and the store is held against a [specification](which-target.md): no order of whole calls may lack an entry whose call was acknowledged. What the application loads is judged, so that a store may have any number of files.',
    storeVerdicts(stores),
    'Without faults: every order of steps of two writers with a call each, on two keys or on one, and samples of larger workloads. Then one writer with two calls is killed at any step. No error and no power loss struck.',
    storeRuns(stores),
    ...problems(stores),
    storeCauses(stores),
    counterexamples(stores),
    '## To see it again',
    'From a fresh clone, after `npm ci`, every `replay` on this page works as it stands. It exits with 1 where the violation is seen again; `npx onewriter show` on the same file prints the steps. `npm run survey` runs all of it anew and writes this page; on another version of Node, some steps may be others. What is counted here, and more, is in `docs/survey/results.json`.',
    '## The smallest counterexample of each',
    '`minimal`: everything smaller was searched completely, and nothing was found.',
    counterexamples(libraries),
    '## One fault at every step',
    'One writer makes two calls, one after the other. One fault strikes the second, at every step where it can, once and from then on; power is lost after every step of both calls. Every execution, or disk, is counted.',
    [
      '- A write is carried out in two halves, `write no. 1` and `write no. 2`. An error of the second is for Node and for the library what a disk that fills up gives: a write that took fewer bytes than it was given, since the first half is written by then.',
      '- "Other files" are what lay in the directory beside the file at the end, or after a kill before anything else was started.',
      '- "2 acknowledged" is how many calls were acknowledged when power was lost. A row without a replay file violated no oracle: there is nothing to replay. The cause is the line that the decisive step came from, and what follows there.',
    ].join('\n'),
    ...libraries.map((library) => `### ${library.name} ${library.version}\n\n${struckTable(library)}`),
  ]
  return `${sections.join('\n\n')}\n`
}

function howMuch(libraries: readonly LibraryResult[]): string {
  return table(
    ['library', 'the target calls', 'all orders', 'samples', 'with one fault', 'disks after a power loss'],
    libraries.map(({ name, call, exhaustive, sampled, struck }) => [
      name,
      code(call),
      ordersOf(exhaustive),
      count(sampled.executions, 'execution'),
      String(tried(struck.filter(({ condition }) => !isPowerLoss(condition)))),
      String(tried(struck.filter(({ condition }) => isPowerLoss(condition)))),
    ]),
  )
}

const heldWords = {
  earlier: 'the earlier document',
  own: 'its own document',
  nothing: '**an empty file**',
  part: '**a part of its document**',
  'no file': '**no file**',
} as const satisfies Record<FullDisk['holds'], string>

function fullDiskTable(found: readonly FullDisk[]): string {
  return table(
    ['library', 'the call', 'the file holds', 'bytes'],
    found.map(({ name, error, holds, bytes }) => [
      name,
      error === null ? 'acknowledged' : `rejected: ${code(error)}`,
      heldWords[holds],
      bytes.toLocaleString('en'),
    ]),
  )
}

function tried(struck: LibraryResult['struck']): number {
  return struck.reduce((sum, { executions }) => sum + executions, 0)
}

function problems(results: readonly (LibraryResult | StoreResult)[]): string[] {
  const lines = results.flatMap((result) =>
    [result.exhaustive, result.sampled, ...('killed' in result ? [result.killed] : [])]
      .flatMap((exploration) => exploration.problems)
      .map((problem) => `- ${nameOf(result)}, without a verdict: ${cell(problem)}`),
  )
  return lines.length > 0 ? [lines.join('\n')] : []
}

function counterexamples(results: readonly (LibraryResult | StoreResult)[]): string {
  const rows = results.flatMap((result) =>
    inOrder(result.smallest).map((saved) => [
      nameOf(result),
      code(saved.oracle),
      cell(saved.message),
      sizeOf(saved),
      saved.faults.join('; ') || 'nothing',
      replayOf(saved),
    ]),
  )
  return table(['library', 'oracle', 'seen', 'size', 'struck', 'replay'], rows)
}

function sizeOf({ writers, calls, isAwaited, steps, switches, isMinimal }: Saved): string {
  const parts = [
    count(writers, 'writer'),
    `${count(calls, 'call')}${isAwaited ? '' : ' not waited for'}`,
    count(steps, 'step'),
    count(switches, 'switch', 'switches'),
  ]
  return [...parts, ...(isMinimal ? ['minimal'] : [])].join(', ')
}

function inOrder(saved: readonly Saved[]): Saved[] {
  return oracleNames.flatMap((oracle) => saved.filter((each) => each.oracle === oracle))
}
