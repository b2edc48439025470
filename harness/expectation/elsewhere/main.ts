/** Judges what one line of its input asks for, as a program: the judgement goes to its output, as JSON. */
import { createInterface } from 'node:readline'
import { asText } from '../../model/printable.ts'
import { messageOf, UsageError } from '../../model/errors.ts'
import { judgeHolds } from '../judge-holds.ts'
import { judgeReplayGone } from '../judge-replay-gone.ts'
import type { Judgement } from '../judgement.ts'
import type { Order } from './order.ts'

const asker = new AbortController()
const lines = createInterface(process.stdin)
// Whoever has asked is gone.
lines.once('close', () => asker.abort())
lines.once('line', (line) => void answer(JSON.parse(line) as Order))

async function answer(order: Order): Promise<void> {
  try {
    process.stdout.write(JSON.stringify(await judge(order)))
    process.exitCode = 0
  } catch (error) {
    const isUsage = error instanceof UsageError
    const text = isUsage ? `${error.name}: ${error.message}` : ((error as Error).stack ?? messageOf(error))
    process.stderr.write(asText(text))
    process.exitCode = 1
  }
  lines.close()
  process.stdin.destroy()
}

function judge({ expectation, subject, options }: Order): Promise<Judgement> {
  const limits = { signals: [asker.signal] }
  return expectation === 'holds'
    ? judgeHolds(subject, options, limits)
    : judgeReplayGone(subject, options, limits)
}
