/**
 * What runs in a controller: a process of its own, so that it can share one core with its writers and block on
 * them without an event loop, while the harness stays responsive.
 */
import { HarnessError } from '../model/errors.ts'
import { problemFrom } from '../model/problem.ts'
import { BlockingChannel } from '../protocol/blocking-channel.ts'
import type { GoOn, News, Order } from '../protocol/controller-messages.ts'
import { keepYoungGenerationSmall } from '../protocol/young-generation.ts'
import { exploreShare } from './explore-share.ts'
import { replayOrder } from './replay-order.ts'

keepYoungGenerationSmall()

const channelFd = 3
const channel = new BlockingChannel(channelFd, channelFd)
const tell = (news: News): void => channel.send(news)
const order = channel.receive() as Order | null

const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())

if (order !== null) {
  try {
    await (order.type === 'explore'
      ? exploreShare(order, tell, stop.signal, () => channel.receive() as GoOn | null)
      : replayOrder(order, tell))
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    tell({ type: 'problem', problem: problemFrom(error) })
  }
}
process.exit(0)
