import type { Violation } from '../../model/result.ts'
import type { Finding, Judgement } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import type { WorkloadShape } from '../../workload/arbitrary.ts'
import { overtime } from '../../model/overtime.ts'
import { repetition } from '../../model/repetition.ts'
import { signatureOf, type NamedFinding } from '../../model/tally.ts'
import { shrinkWorkload } from './shrink.ts'

/** A found violation is worth some more time than the budget had left. */
const leastShrinkMillis = 2_000
const mostShrinkMillis = 15_000
const roundsToReproduce = 20
const leastRoundsToReproduce = 5
/** A race may not repeat. Shrinking to what fails once in a blue moon would show a person nothing. */
const roundsPerCandidate = 25
const failuresToBelieve = 2
/** Where a violation shows in one round of three, so many used processes do not all miss it. */
const roundsToTry = 10

export interface PursueOptions {
  readonly shape: WorkloadShape
  /** Whether it was found among writers that had done nothing before. */
  readonly isFresh: boolean
  /** Plays one more round; with fresh writers where that may matter, which takes many times as long. */
  readonly play: (workload: Workload, isFresh: boolean) => Promise<readonly Judgement[]>
  readonly leftMillis: number
}

export interface Pursued {
  readonly violation: Violation
  /** What cut the pursuit short, if anything did: the violation stands all the same. */
  readonly broken: { readonly error: unknown } | null
}

/**
 * Shrinks the workload that broke an oracle, and sees how often what is left of it breaks it again. What was believed
 * may have been luck: where the smallest is not seen again, the next larger one is tried, up to the one that was found.
 */
export async function pursue(
  found: NamedFinding,
  workload: Workload,
  { shape, isFresh, play, leftMillis }: PursueOptions,
): Promise<Pursued> {
  const started = performance.now()
  const isLate = () => performance.now() - started > leftMillis + overtime.repeatMillis
  const signature = signatureOf(found.oracle, found.finding)
  let broken: Pursued['broken'] = null
  // Never rejects: fast-check would take an error for one more counterexample, and go after that.
  let needsFresh = false
  const again = async (candidate: Workload): Promise<Finding | undefined> => {
    if (broken) return undefined
    try {
      const judgements = await play(candidate, needsFresh)
      const judgement = judgements.find(({ oracle }) => oracle === found.oracle)
      return judgement?.findings.find((finding) => signatureOf(found.oracle, finding) === signature)
    } catch (error) {
      broken = { error }
      return undefined
    }
  }

  const limitMillis = Math.min(mostShrinkMillis, Math.max(leastShrinkMillis, leftMillis))
  const isOver = () => performance.now() - started > limitMillis
  if (isFresh) {
    let isSeen = false
    for (let round = 0; round < roundsToTry && !isSeen && !isOver(); round += 1)
      isSeen = (await again(workload)) !== undefined
    needsFresh = !isSeen
  }

  const believed: Workload[] = [workload]
  const fails = async (candidate: Workload): Promise<boolean> => {
    let failures = 0
    for (let round = 0; round < roundsPerCandidate && failures < failuresToBelieve && !isOver(); round += 1) {
      if (await again(candidate)) failures += 1
    }
    const isBelieved = failures === failuresToBelieve
    if (isBelieved) believed.push(candidate)
    return isBelieved
  }
  await shrinkWorkload(workload, shape, fails, isOver)

  const repeat = async (candidate: Workload) => {
    let { finding } = found
    let [times, of] = [0, 0]
    const isEnough = repetition(leastRoundsToReproduce, roundsToReproduce, isLate)
    while (!isEnough(of)) {
      const repeated = await again(candidate)
      if (broken) break
      of += 1
      if (!repeated) continue
      finding = repeated
      times += 1
    }
    return { workload: candidate, finding, reproduced: { times, of } }
  }
  let kept = await repeat(believed.pop() ?? workload)
  for (
    let larger = believed.pop();
    larger && kept.reproduced.times === 0 && !isLate();
    larger = believed.pop()
  )
    kept = broken ? { ...kept, workload: larger } : await repeat(larger)
  const { finding, reproduced, workload: smallest } = kept
  const violation: Violation = {
    oracle: found.oracle,
    session: finding.session ?? '',
    message: finding.message,
    replayFile: null,
    counterexample: null,
    // A writer without a call does nothing.
    writers: smallest.writers.filter((calls) => calls.length > 0).length,
    calls: smallest.writers.flat().length,
    steps: 0,
    switches: 0,
    minimal: false,
    reproduced,
    signature,
  }
  return { violation, broken }
}
