import type { Oracle } from '../model/oracle.ts'
import type { ExecutionRecord } from '../model/record.ts'
import type { TargetFacts } from '../model/target.ts'
import { oracleNames, type Judgement, type OracleName } from '../model/verdict.ts'
import { acknowledgedSurvives } from './acknowledged-survives.ts'
import { callsSucceed } from './calls-succeed.ts'
import { linearizable } from './linearizable.ts'
import { issueOrder } from './issue-order.ts'
import { noSilentLoss } from './no-silent-loss.ts'
import { noLitter } from './no-litter.ts'
import { notStale } from './not-stale.ts'
import { oneWriter } from './one-writer.ts'
import { parses } from './parses.ts'
import { programOrder } from './program-order.ts'
import { readsWhole } from './reads-whole.ts'
import { startsAgain } from './starts-again.ts'

/** Most telling first. A name without an oracle does not compile. */
const byName: Readonly<Record<OracleName, Oracle>> = {
  parses,
  'one-writer': oneWriter,
  'reads-whole': readsWhole,
  'program-order': programOrder,
  'not-stale': notStale,
  'no-silent-loss': noSilentLoss,
  'acknowledged-survives': acknowledgedSurvives,
  linearizable,
  'starts-again': startsAgain,
  'no-litter': noLitter,
  'issue-order': issueOrder,
  'calls-succeed': callsSucceed,
}

/** Every oracle there is, most telling first. */
export const oracles: readonly Oracle[] = Object.values(byName)

const optIn: ReadonlySet<OracleName> = new Set(
  oracles.flatMap((oracle) => (oracle.optIn ? [oracle.name] : [])),
)

type Judged = Pick<TargetFacts, 'specification' | 'oracles'>

/** What is asked where nobody names oracles, in the order in which results list them. */
function defaultOraclesOf({ specification }: Pick<Judged, 'specification'>): OracleName[] {
  const other = specification ? 'register' : 'specification'
  const unasked = new Set(oracles.filter((oracle) => oracle.speaksOf === other).map(({ name }) => name))
  return oracleNames.filter((name) => !optIn.has(name) && !unasked.has(name))
}

/** Of a target that is a register. */
export const defaultOracles: readonly OracleName[] = defaultOraclesOf({ specification: null })

/** The same, as far as a target or a command has a say in it. */
export function askedOracles(facts: Judged, ofOption: readonly OracleName[] | null): readonly OracleName[] {
  return ofOption ?? facts.oracles ?? defaultOraclesOf(facts)
}

/** The oracles of a run, most telling first; by default all but the opt-in ones. */
export function selectOracles(facts: Judged, ofOption: readonly OracleName[] | null): OracleName[] {
  const asked = askedOracles(facts, ofOption)
  return oracles.map(({ name }) => name).filter((name) => asked.includes(name))
}

/** Which oracles would be asked by default and are not, by whoever does not want them. */
export function unaskedOracles(
  facts: Judged,
  ofOption: readonly OracleName[] | null,
): { readonly leftOut: readonly OracleName[]; readonly notAsked?: readonly OracleName[] } {
  const usual = defaultOraclesOf(facts)
  const wanted = facts.oracles ?? usual
  const asked = ofOption ?? wanted
  const isAsked = (name: OracleName) =>
    asked.includes(name) ||
    // Of a register they ask the same.
    (name === 'linearizable' && facts.specification?.isRegister && asked.includes('not-stale'))
  const leftOut = usual.filter((name) => !wanted.includes(name) && !isAsked(name))
  const notAsked = wanted.filter((name) => !asked.includes(name))
  return { leftOut, ...(notAsked.length > 0 && { notAsked }) }
}

/** Asks the named oracles about one execution. */
export function judge(record: ExecutionRecord, names: readonly OracleName[]): Judgement[] {
  return oracles
    .filter((oracle) => names.includes(oracle.name))
    .map((oracle) => {
      const asked = askedOf(oracle, record)
      if (record.unseen || !asked?.applies(record)) return notChecked(oracle.name)
      const findings = asked.judge(record)
      return { oracle: oracle.name, verdict: findings.length > 0 ? 'violated' : 'holds', findings }
    })
}

/** What an oracle asks of a target of that kind; null where it has nothing to say of it. */
function askedOf(oracle: Oracle, { specification }: ExecutionRecord): Oracle['ofLoads'] | null {
  if (oracle.speaksOf === undefined) return oracle
  if ((oracle.speaksOf === 'specification') === (specification !== undefined)) return oracle
  return specification?.isRegister ? oracle.ofLoads : null
}

/** The same without what accuses: for a run that has not seen the target do anything yet. */
export function withoutAccusations(judgements: readonly Judgement[]): Judgement[] {
  return judgements.map((each) => (each.verdict === 'violated' ? notChecked(each.oracle) : each))
}

function notChecked(oracle: OracleName): Judgement {
  return { oracle, verdict: 'not-checked', findings: [] }
}

/** What of an execution so far the named oracles' verdicts may yet depend on: see `Oracle.remembers`. Plain data. */
export function memoryOf(record: ExecutionRecord, names: readonly OracleName[]): readonly unknown[] {
  const soFar = { ...record, finals: {} }
  const memories = oracles
    .filter(({ name }) => names.includes(name))
    .map((oracle) => (askedOf(oracle, record) ?? oracle).remembers?.(soFar) ?? null)
  // What several remember is said once.
  return memories.map((memory, index) => {
    const first = memories.indexOf(memory)
    return first < index && memory !== null ? { sameAs: first } : memory
  })
}

/** Whether any of the named oracles asks which of two operations had ended before the other began. */
export function areTimed(names: readonly OracleName[]): boolean {
  return oracles.some(({ name, isTimed }) => isTimed === true && names.includes(name))
}
