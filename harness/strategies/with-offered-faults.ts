import type { Choice } from '../model/schedule.ts'
import type { Chosen, DecisionPoint, FaultMenu, Scheduler } from '../model/strategy.ts'

/**
 * A scheduler around a scheduler, which is offered each step beside the same step struck by each fault, as long as no
 * more than so many have struck: a search of all choices is then one of all faults at all steps, too.
 */
export function withOfferedFaults(inner: Scheduler, menu: FaultMenu, most: number): Scheduler {
  let left = most
  return {
    ...(inner.needsState && { needsState: true }),
    choose(point) {
      const { choice } = inner.choose({ ...point, choices: offersAt(point, menu, left) })
      const chosen = chosenAt(point, choice)
      if (chosen.fault) left -= 1
      return chosen
    },
    ended: (point) => inner.ended?.(point),
  }
}

/** What can go next, as it is and struck by each fault, where so many may still strike. */
export function offersAt(point: DecisionPoint, menu: FaultMenu | null, left: number): readonly Choice[] {
  return menu && left > 0 && !point.isSpared ? [...point.choices, ...struck(point, menu)] : point.choices
}

/** What one of the offers is a choice of. */
export function chosenAt({ choices, ahead = [] }: DecisionPoint, offer: Choice): Chosen {
  const { fault } = offer
  if (!fault) return { choice: offer }
  const choice = [...choices, ...ahead].find(
    ({ writer, step }) => writer === offer.writer && step.id === offer.step.id,
  )
  return { choice: choice as Choice, fault }
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
