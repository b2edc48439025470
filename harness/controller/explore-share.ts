import type { ExploreOrder, GoOn, News } from '../protocol/controller-messages.ts'
import { seek } from './search/seek.ts'
import { Share } from './share.ts'
import { Turns } from './search/turns.ts'
import { Works } from './search/works.ts'

/** Of a run's time, in which each of its works has its first turn. */
const firstTurns = 0.05
/** By then even the slowest have had it, or there is nothing left for what comes after. */
const latestFirstTurn = 0.5
const longestBurstMillis = 300
const shortestBurstMillis = 20

/**
 * Explores this controller's share of the executions until the budget ends or it is told to stop. Between two slices of
 * time it rests.
 *
 * @param next waits to be told to go on; null where that is not to come any more
 */
export async function exploreShare(
  order: ExploreOrder,
  tell: (news: News) => void,
  stop: AbortSignal,
  next: () => GoOn | null,
): Promise<void> {
  const share = new Share(order, tell, stop)
  const works = new Works(share, order, tell)
  const { maxTimeMillis } = order.settings
  const turns = new Turns(works.all, {
    burstMillis: burstMillisOf(maxTimeMillis, works.all.length),
    now: () => performance.now(),
  })
  let hasTold = false
  const isRunOver = () => {
    if (works.isSatisfied && !hasTold) {
      hasTold = true
      tell({ type: 'satisfied' })
    }
    return share.isOver
  }
  try {
    if (order.sought) return await seek(share, order, order.sought)
    for (let slice: Pick<GoOn, 'untilMillis'> | null = order; slice;) {
      const { untilMillis } = slice
      await turns.goOn({
        isSliceOver: () => share.isPast(untilMillis),
        isLate: () => share.isPast(Math.max(untilMillis, latestFirstTurn * maxTimeMillis)),
        isRunOver,
      })
      if (turns.isDone || share.isOver) return
      tell({ type: 'resting' })
      slice = next()
    }
  } finally {
    await share.end()
  }
}

function burstMillisOf(maxTimeMillis: number, works: number): number {
  const even = (firstTurns * maxTimeMillis) / works
  return Math.min(longestBurstMillis, Math.max(shortestBurstMillis, even))
}
