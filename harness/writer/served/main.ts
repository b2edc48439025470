/**
 * What runs in a writer that is served its files, be it run by Node, Bun or Deno. Its files wait, and not its
 * functions; so its event loop runs freely, and it looks at its channel where nothing is pending any more, or where a
 * call is about to begin.
 */
import { BlockingChannel } from '../../protocol/blocking-channel.ts'
import { ProgramEnd } from '../program-end.ts'
import { beforeCrash } from '../thrown.ts'
import { ServedService } from './service.ts'

const ordersFd = 3
const newsFd = 4
/** Captured before the target can put fake timers in its place. */
const { setImmediate: nextTurn } = globalThis
const service = new ServedService(new BlockingChannel(ordersFd, newsFd))

beforeCrash(
  () => service.place,
  (thrown) => service.tell({ type: 'threw', thrown }),
)

const end: ProgramEnd = new ProgramEnd({
  onQuiet() {
    // The process goes on where this begins something; else it ends, as its runtime has it.
    if (service.isDone && end.isAwaited) {
      end.tell('beforeExit')
      return
    }
    if (!service.goOn()) end.leave()
    // Serving may have started nothing that keeps the loop alive; one more turn brings `beforeExit` back.
    nextTurn(() => {})
  },
  onReallyExit: () => service.tell({ type: 'exits' }),
})
