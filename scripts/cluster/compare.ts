import type { Result } from '../../harness/model/result.ts'

/** What has to be the same, however many machines a search was dealt out to. */
function essenceOf({ verdict, violations, exhausted, executions, problems }: Result) {
  return {
    verdict,
    violations: violations.map(({ signature }) => signature).toSorted(),
    exhausted: exhausted
      .map(({ writers, calls, sessions, states, ...rest }) =>
        JSON.stringify({ writers, calls, sessions, executions: rest.executions, states }),
      )
      .toSorted(),
    // Less is something left out, and more something done twice.
    executions,
    problems: problems.map(({ message }) => message),
  }
}

/** In what a merged result differs from that of one machine; one line each. */
export function differences(whole: Result, merged: Result): string[] {
  const [one, other] = [essenceOf(whole), essenceOf(merged)]
  return (Object.keys(one) as (keyof typeof one)[]).flatMap((key) => {
    const [expected, got] = [JSON.stringify(one[key]), JSON.stringify(other[key])]
    return expected === got ? [] : `${key}: expected ${expected}, got ${got}`
  })
}
