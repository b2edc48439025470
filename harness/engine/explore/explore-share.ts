import type { ExploreOrder, News } from '../../protocol/controller-messages.ts'
import { exhaust } from './exhaust.ts'
import { sample } from './sample.ts'
import { Share } from './share.ts'

/** Explores this controller's share of the executions until the budget ends or it is told to stop. */
export async function exploreShare(
  order: ExploreOrder,
  tell: (news: News) => void,
  stop: AbortSignal,
): Promise<void> {
  const share = new Share(order, tell, stop)
  const { strategy } = order.settings
  try {
    await (strategy === 'exhaustive' ? exhaust(share, order, tell) : sample(share, strategy, order))
  } finally {
    await share.end()
  }
}
