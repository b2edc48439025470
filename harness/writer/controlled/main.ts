/**
 * What runs in a writer of `explore`. Unlike a racing writer it never looks at its channel while it has something
 * to do: it blocks there whenever Node emits `beforeExit`, that is when its JavaScript has nothing left to run.
 */
import { BlockingChannel } from '../../protocol/blocking-channel.ts'
import { ControlledService } from './service.ts'

const requestsFd = 3
const repliesFd = 4
const { setImmediate } = globalThis
const service = new ControlledService(new BlockingChannel(requestsFd, repliesFd))

const turn = () => {}

process.on('beforeExit', () => {
  service.onQuiet()
  // One more turn of the event loop brings `beforeExit` back.
  setImmediate(turn)
})
