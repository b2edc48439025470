import fs from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { documentOf, type Document } from '../../harness/model/document.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import type { Target } from '../../harness/model/target.ts'

interface Made {
  readonly name: string
  readonly document: Document
  readonly writer: number
  readonly call: number
}

const writers = [1, 2]
const calls = [1, 2]
const payloadBytes = 24

/** One round: two users with two calls each. Returns what is wrong with it; null where nothing is. */
export async function playRound(target: Target, dir: string): Promise<string | null> {
  const asked = (oracle: OracleName) => target.oracles?.includes(oracle) ?? oracle !== 'calls-succeed'
  const opened = await Promise.all(writers.map(async (writer) => target.open({ dir, writer })))
  const fileOf = (session: string) => opened[0]?.file?.(session)
  // In one file, each of them has a part of its own.
  const isShared = fileOf('s1') !== undefined && fileOf('s1') === fileOf('s2')
  const sessionOf = (writer: number) => (isShared ? `s${writer}` : 's1')
  const look = (session: string) => seen(target, { dir, session, file: fileOf(session) })
  const made: Made[] = []
  let rejected: unknown = null
  const working = opened.map(async (each, index) => {
    const names = Object.keys(each.calls)
    const session = sessionOf(index + 1)
    for (const call of calls) {
      const name = names[(index + call) % names.length] ?? ''
      const plan = { session, payloadBytes: payloadBytes * (2 * index + call) }
      const document = documentOf({ writer: index + 1, call }, plan)
      try {
        const { [name]: make } = each.calls
        if (typeof make !== 'function') throw new TypeError(`expected ${name} to be a function`)
        await make.call(each.calls, { session, document, text: JSON.stringify(document) })
        made.push({ name, document, writer: index + 1, call })
      } catch (error) {
        rejected ??= error
      }
    }
    await each.close?.()
  })
  let isOver = false
  const ended = Promise.all(working).finally(() => (isOver = true))
  const reading = asked('reads-whole')
    ? read(
        () => look('s1'),
        () => isOver,
      )
    : null
  await ended
  const torn = await reading
  if (rejected !== null) return asked('calls-succeed') ? 'a call was rejected' : (torn ?? null)
  return torn ?? (await endOf(target, look, made))
}

/** Looks again and again. What is empty at first is nobody's fault. */
async function read(look: () => Promise<unknown>, isOver: () => boolean): Promise<string | null> {
  let wasThere = false
  while (!isOver()) {
    try {
      const value = await look()
      if (value === undefined && wasThere) return 'it was gone'
      wasThere ||= value !== undefined
    } catch {
      return 'a reader could not read it'
    }
    await new Promise(setImmediate)
  }
  return null
}

interface Look {
  readonly dir: string
  readonly session: string
  readonly file: string | undefined
}

/** What an application would load; `undefined` where nothing is there. */
async function seen(target: Target, { dir, session, file }: Look): Promise<unknown> {
  if (target.load) return target.load({ dir, session })
  const bytes = await fs.promises.readFile(file ?? '').catch(() => null)
  if (bytes === null) return undefined
  return target.byteExact || !target.read
    ? (JSON.parse(bytes.toString('utf8')) as unknown)
    : target.read(bytes, session)
}

async function endOf(
  { specification }: Target,
  look: (session: string) => Promise<unknown>,
  made: readonly Made[],
): Promise<string | null> {
  const sessions = [...new Set(made.map(({ document }) => document.session))]
  // What is one state for all of them is looked at once.
  const isOneState = specification?.scope === 'store'
  for (const session of isOneState ? sessions.slice(0, 1) : sessions) {
    const among = isOneState ? made : made.filter(({ document }) => document.session === session)
    const loaded = await look(session).catch(() => undefined)
    if (!isExplained(specification, loaded, among)) return 'no order of the calls explains the end'
  }
  return null
}

function isExplained(
  specification: Target['specification'],
  loaded: unknown,
  made: readonly Made[],
): boolean {
  return orders(made).some((order) => {
    if (!specification || specification.isRegister) return isDeepStrictEqual(loaded, order.at(-1)?.document)
    const state = order.reduce<unknown>(
      (before, each) => specification.apply(before, each).state,
      specification.initial(),
    )
    return specification.equals?.(loaded, state) ?? isDeepStrictEqual(loaded, asJson(state))
  })
}

function asJson(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state)) as unknown
}

/** All orders in which each user's calls come as they were made. */
function orders(left: readonly Made[]): Made[][] {
  if (left.length === 0) return [[]]
  const next = left.filter(
    (each) => !left.some((other) => other.writer === each.writer && other.call < each.call),
  )
  return next.flatMap((first) =>
    orders(left.filter((each) => each !== first)).map((rest) => [first].concat(rest)),
  )
}
