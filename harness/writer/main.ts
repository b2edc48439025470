#!/usr/bin/env node
/**
 * What runs in every process that loads a target: writers, readers, and the one that inspects directories.
 *
 * Between requests the process blocks on its channel. While it serves one, its event loop runs freely, and the
 * reply leaves when Node emits `beforeExit`: its own definition of "nothing is pending any more". That a writer is
 * prepared is said as soon as it is.
 * https://nodejs.org/api/process.html#event-beforeexit
 */
import { BlockingChannel } from '../protocol/blocking-channel.ts'
import type { Reply, Request } from '../protocol/messages.ts'
import { FreeRunning } from './free-running.ts'
import { ProgramEnd } from './program-end.ts'
import { beforeCrash } from './thrown.ts'

const channelFd = 3
/** Captured before the target can put fake timers in its place. */
const { setImmediate: nextTurn } = globalThis
const channel = new BlockingChannel(channelFd, channelFd)
const service = new FreeRunning(() => channel.receiveLater())
let answer: (() => Reply) | null = null

beforeCrash(
  () => service.place,
  (thrown) => channel.send({ type: 'threw', thrown } satisfies Reply),
)

const end: ProgramEnd = new ProgramEnd({
  onQuiet() {
    // The process goes on where this begins something; else it ends, as Node has it, and says so on its way.
    if (service.isDone && end.isAwaited) {
      end.tell('beforeExit')
      return
    }
    serveNext()
  },
  onExit: () => sayLast(),
  onReallyExit: () => sayLast(),
})

function serveNext(): void {
  if (answer) channel.send(answer())
  const request = channel.receive() as Request | null
  if (request === null) end.leave()
  // An interval that the target's `open` has started never lets the process become quiet.
  const own = service.serve(request, () => nextTurn(() => answer === own && serveNext()))
  answer = own
  // Serving may have started nothing that keeps the loop alive; one more turn brings `beforeExit` back.
  nextTurn(() => {})
}

/** What there is to report when the target ends this process; the files are judged once it is gone. */
function sayLast(): void {
  const last = service.last()
  if (last) channel.send(last)
}
