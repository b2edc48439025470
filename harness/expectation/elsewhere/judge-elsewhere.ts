import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Judgement } from '../judgement.ts'
import type { Order } from './order.ts'

/** Below `dist/harness`, where the entry points lie that have this in them. */
const program = path.join(import.meta.dirname, 'expectation/elsewhere/main.js')

/**
 * Has an expectation judged by a Node process of its own, which ends with this one. Jest runs tests in a context without
 * some of what Node has, and Bun is no Node: the harness controls neither of them.
 *
 * @throws Error where no Node can be started, or the process did not come to a judgement.
 */
export async function judgeElsewhere(order: Order): Promise<Judgement> {
  const node = process.versions['bun'] === undefined ? process.execPath : 'node'
  // It ends once its input does, and so never outlives this process.
  const child = spawn(node, [program], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {})
  child.stdin.write(`${JSON.stringify(order)}\n`)
  const [said, complained] = [textOf(child.stdout), textOf(child.stderr)]
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => {
      reject(new Error(`onewriter needs Node on the PATH, which could not be started: ${error.message}`))
    })
    child.once('close', resolve)
  })
  child.stdin.destroy()
  if (code === 0) return JSON.parse(said()) as Judgement
  throw new Error(complained().trim() || `onewriter came to no judgement: its process ended with ${code}`)
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  return () => text
}
