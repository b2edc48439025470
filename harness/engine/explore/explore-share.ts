import type { ExploreOrder, News } from '../../protocol/controller-messages.ts'
import { exhaust } from './exhaust.ts'
import { sample } from './sample.ts'
import { seek } from './seek.ts'
import { Share } from './share.ts'

/** What is small is searched completely first, as long as there is some time left for what is not. */
const exhaustiveBudget = 0.75

/** Explores this controller's share of the executions until the budget ends or it is told to stop. */
export async function exploreShare(
  order: ExploreOrder,
  tell: (news: News) => void,
  stop: AbortSignal,
): Promise<void> {
  const share = new Share(order, tell, stop)
  const { strategy, executions } = order.settings
  try {
    if (order.sought) return await seek(share, order, order.sought)
    if (strategy === 'exhaustive') return await exhaust(share, order, tell)
    // Where executions are counted, they are samples: any of them can be had again by its number.
    if (strategy === 'portfolio' && executions === undefined)
      await exhaust(share, order, tell, exhaustiveBudget)
    await sample(share, strategy, order)
  } finally {
    await share.end()
  }
}
