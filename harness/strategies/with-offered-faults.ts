import type { Choice } from '../model/schedule.ts'
import type { DecisionPoint, FaultMenu, Scheduler } from '../model/strategy.ts'

/**
 * A scheduler around a scheduler, which is offered each step beside the same step struck by each fault, as long as no
 * more than so many have struck: a search of all choices is then one of all faults at all steps, too.
 */
export function withOfferedFaults(inner: Scheduler, menu: FaultMenu, most: number): Scheduler {
  let left = most
  return {
    ...(inner.needsState && { needsState: true }),
    choose(point) {
      const offers = left > 0 && !point.isSpared ? [...point.choices, ...struck(point, menu)] : point.choices
      const { choice } = inner.choose({ ...point, choices: offers })
      const { fault } = choice
      if (!fault) return { choice }
      left -= 1
      const waiting = [...point.choices, ...(point.ahead ?? [])]
      return {
        choice: waiting.find(({ writer, step }) => writer === choice.writer && step.id === choice.step.id)!,
        fault,
      }
    },
    ended: (point) => inner.ended?.(point),
  }
}

function struck({ choices, ahead = [], findsOf }: DecisionPoint, menu: FaultMenu): Choice[] {
  const ending = new Set<number>()
  const strike = (choice: Choice, isAhead: boolean) =>
    menu(choice.step, findsOf(choice), isAhead).flatMap(({ fault }) => {
      const ends = fault.kind === 'kill' && fault.bytes === undefined
      // Whichever of its steps a writer is killed before, it comes to the same.
      if (ends && ending.has(choice.writer)) return []
      if (ends) ending.add(choice.writer)
      return [{ ...choice, fault }]
    })
  return [
    ...choices.flatMap((choice) => strike(choice, false)),
    ...ahead.flatMap((choice) => strike(choice, true)),
  ]
}
