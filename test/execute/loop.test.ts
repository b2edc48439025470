import { expect, test } from 'vitest'
import { HarnessError, ReplayDivergence } from '../../harness/model/errors.ts'
import type { Fault } from '../../harness/model/fault.ts'
import { ProgramGone, type Traits } from '../../harness/model/program.ts'
import type { Operation } from '../../harness/model/step.ts'
import { scheduleOf, type StepEvent } from '../../harness/model/step-log.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'
import { judge } from '../../harness/oracles/index.ts'
import { workloadOf } from '../support/executor-search.ts'
import { inOrder } from '../support/in-order.ts'
import { Crash, type ScriptedCall, type Script } from '../support/scripted/script.ts'
import { acquiring, locking } from '../support/scripted/locking.ts'
import { scriptedExecutor } from '../support/scripted/scripted-executor.ts'
import { byRename, inPlace } from '../support/scripted/targets.ts'

/** Steps of the given writers in this order; then as they come. */
function inTurn(...writers: readonly number[]): Scheduler {
  return {
    choose: ({ choices, made }) => ({
      choice: choices.find(({ writer }) => writer === writers[made]) ?? choices[0]!,
    }),
  }
}

/** In order, but the n-th step of one operation is struck. */
function striking(op: Operation, fault: Fault, nth = 1): Scheduler {
  let left = nth
  return {
    choose({ choices: [first] }) {
      const choice = first!
      if (choice.step.op === op) left -= 1
      return choice.step.op === op && left === 0 ? { choice, fault } : { choice }
    },
  }
}

const named = (steps: readonly StepEvent[]) => steps.map(({ writer, op, path }) => `w${writer} ${op} ${path}`)
const perform = (executor: ReturnType<typeof scriptedExecutor>, scheduler: Scheduler, ...calls: string[]) =>
  executor.perform({ workload: workloadOf(...calls), scheduler, seed: 1 })
const calling = (write: (call: ScriptedCall) => Script, rest = {}) =>
  scriptedExecutor({ files: { s1: 's1.json' }, calls: { write }, ...rest })
const saidIn = ({ record }: ReturnType<typeof perform>) =>
  record.calls.map(({ writer, outcome, error }) => `w${writer} ${error ?? outcome}`)

test('steps are granted as the scheduler says, and calls have their places among them', () => {
  const { record, steps, log, stuck } = perform(scriptedExecutor(inPlace), inTurn(2, 1, 1), 'write', 'write')
  expect(stuck).toBeNull()
  expect(steps).toBe(8)
  expect(named(log())).toEqual([
    'w2 open s1.json',
    'w1 open s1.json',
    'w1 write s1.json',
    'w1 write s1.json',
    'w1 close s1.json',
    'w2 write s1.json',
    'w2 write s1.json',
    'w2 close s1.json',
  ])
  const places = record.calls.map(({ invoked, settled }) => [Math.floor(invoked), Math.floor(settled ?? 0)])
  expect(places).toEqual([
    [0, 5],
    [0, 8],
  ])
})

test('between two steps everybody sees what the files hold', () => {
  const { record, log } = perform(scriptedExecutor(inPlace), inTurn(1, 2, 1, 2, 1, 2), 'write', 'write')
  const held = log().map(({ held: now }) => now?.['s1']?.kind)
  // What does not change the file is not looked at, nor told.
  const torn = ['unreadable', undefined, 'unreadable', 'unreadable', 'foreign', 'foreign']
  expect(held).toEqual([...torn, undefined, undefined])
  expect(record.reads.map(({ content }) => content.kind)).toEqual(torn.filter((kind) => kind !== undefined))
  expect(record.finals).toMatchObject({ s1: { kind: 'foreign' } })
  expect(record.entries).toEqual(['s1.json'])
})

test('calls that are not awaited are under way at once, and wait side by side', () => {
  const offered: string[][] = []
  const noting: Scheduler = {
    choose(point) {
      offered.push(point.choices.map(({ writer, step }) => `w${writer} call ${step.call} ${step.op}`))
      return inOrder.choose(point)
    },
  }
  const { hasDeferred } = perform(scriptedExecutor(inPlace), noting, 'write+ write', 'write')
  expect(offered[0]).toEqual(['w1 call 1 open', 'w1 call 2 open', 'w2 call 1 open'])
  expect(hasDeferred).toBe(true)
})

test('one that blocks keeps what else its writer was given from its code, and nobody else', () => {
  const code: string[] = []
  const executor = scriptedExecutor({
    files: { s1: 's1.json' },
    calls: {
      *slowly({ fs }) {
        yield* fs.readdir('')
        code.push('slowly')
      },
      *blocking({ fs, bytes }) {
        yield* fs.sync.writeFile('s1.json', bytes)
        code.push('blocking')
      },
    },
  })
  const { log } = perform(executor, inOrder, 'slowly+ blocking')
  expect(log().map(({ op, sync }) => [op, sync === true])).toEqual([
    ['readdir', false],
    ['open', true],
    ['write', true],
    ['write', true],
    ['close', true],
  ])
  expect(code).toEqual(['blocking', 'slowly'])
})

test('a step that an error strikes does nothing, and its writer is given the error', () => {
  const execution = perform(
    scriptedExecutor(byRename),
    striking('rename', { kind: 'errno', code: 'EIO' }),
    'write',
  )
  expect(saidIn(execution)).toEqual(['w1 EIO'])
  expect(execution.record.finals).toEqual({ s1: { kind: 'missing' } })
  expect(execution.record.faults).toMatchObject([{ fault: { code: 'EIO' }, writer: 1, op: 'rename' }])
  expect(execution.log().at(-1)).toMatchObject({ op: 'rename', error: 'EIO' })
})

test('a lasting error strikes each step of its kind', () => {
  const full: Fault = { kind: 'errno', code: 'ENOSPC', lasts: true }
  const execution = perform(scriptedExecutor(inPlace), striking('write', full, 2), 'write write', 'write')
  expect(saidIn(execution)).toEqual(['w1 ENOSPC', 'w1 ENOSPC', 'w2 ENOSPC'])
  expect(execution.log().filter(({ aftermath }) => aftermath)).toHaveLength(2)
})

test('a short write writes so much', () => {
  const execution = perform(
    scriptedExecutor(inPlace),
    striking('write', { kind: 'short-write', bytes: 3 }, 2),
    'write',
  )
  expect(execution.log().map(({ bytes }) => bytes)).toEqual([undefined, expect.any(Number), 3, undefined])
  expect(judge(execution.record, ['no-silent-loss'])).toMatchObject([{ verdict: 'violated' }])
})

test('one that is killed goes no further, the others do, and then the application starts again', () => {
  const recovering = scriptedExecutor({
    ...byRename,
    *recover(fs) {
      for (const name of yield* fs.readdir('')) if (name.endsWith('.tmp')) yield* fs.unlink(name)
    },
  })
  const execution = perform(recovering, striking('rename', { kind: 'kill' }), 'write', 'write')
  expect(saidIn(execution)).toEqual(['w1 pending', 'w2 acknowledged', 'w3 acknowledged'])
  expect(named(execution.log()).slice(-7, -4)).toEqual(['w3 readdir .', 'w3 unlink tmp#1', 'w3 open tmp#3'])
  const { restart, finals, entries } = execution.record
  expect(restart).toMatchObject({ recovers: true, finals: { s1: { writer: 2 } }, entries: ['s1.json'] })
  expect(finals).toMatchObject({ s1: { kind: 'complete', writer: 3 } })
  expect(entries).toEqual(['s1.json'])
})

test('a target without recover is started all the same', () => {
  const { record } = perform(scriptedExecutor(byRename), striking('write', { kind: 'kill' }, 2), 'write')
  expect(record.restart).toMatchObject({ recovers: false, finals: { s1: { kind: 'missing' } } })
  expect(record.finals).toMatchObject({ s1: { writer: 2 } })
  expect(record.entries).toHaveLength(2)
  expect(judge(record, ['no-litter'])[0]?.verdict).toBe('not-checked')
})

test('one that is killed in a write leaves what it has written so far', () => {
  const { record } = perform(
    scriptedExecutor(inPlace),
    striking('write', { kind: 'kill', bytes: 5 }),
    'write',
  )
  expect(record.restart).toMatchObject({ finals: { s1: { kind: 'unreadable', bytes: 5 } } })
})

test('power that is lost takes what was not asked to reach the disk', () => {
  const executor = scriptedExecutor(byRename)
  const fault: Fault = { kind: 'power-loss', model: 'ext4', missing: [1, 2] }
  const { record, log } = executor.perform({
    workload: workloadOf('write'),
    scheduler: striking('rename', fault),
    seed: 1,
    recordsDisk: true,
  })
  expect(log().find(({ fault: struck }) => struck)?.lost).toHaveLength(1)
  expect(record.restart?.finals).toMatchObject({
    s1: { kind: 'unreadable', reason: expect.stringMatching(/\0|Unexpected/) },
  })
})

test('what nobody ever ends is said with who waits for it', () => {
  const executor = calling(function* ({ fs, writer }) {
    if (writer === 2) yield { op: 'timer', dueMillis: 0, unref: true }
    else yield* fs.readdir('')
  })
  const { stuck, record } = perform(executor, inOrder, 'write', 'write')
  expect(stuck).toBe(
    'w2 waits for write#1, and all that is left is a timer that keeps no process alive (unref): Node would end here',
  )
  expect(record.calls.map(({ outcome }) => outcome)).toEqual(['acknowledged', 'pending'])
})

test('two that wait for each other are a livelock, if they get that far', () => {
  const executor = calling(({ fs, writer }) => locking(fs, ...(writer === 1 ? ['a', 'b'] : ['b', 'a'])))
  expect(perform(executor, inTurn(1, 1, 1, 1), 'write', 'write').stuck).toBeNull()
  const { stuck, record } = perform(executor, inTurn(1, 1, 2, 2), 'write', 'write')
  expect(stuck).toMatch(
    /^a livelock: nothing has changed for \d+ steps; w1 waits for write#1; w2 waits for write#1$/,
  )
  // What somebody holds who waits as well is not left behind.
  expect(record).not.toHaveProperty('left')
  // Nothing of it is left.
  expect(perform(executor, inTurn(1, 1, 1, 1), 'write', 'write').stuck).toBeNull()
})

test('who waits for what a killed one holds is killed in the end, and the application starts again', () => {
  const executor = calling(({ fs }) => locking(fs, 'a'), {
    *recover(fs: ScriptedCall['fs']) {
      yield* fs.unlink('a')
    },
  })
  const execution = perform(executor, striking('unlink', { kind: 'kill' }), 'write', 'write')
  expect(execution.stuck).toBeNull()
  expect(saidIn(execution)).toEqual(['w1 pending', 'w2 pending', 'w3 acknowledged'])
})

test('a start that never ends waits for its recover', () => {
  const executor = calling(({ fs }) => locking(fs, 'a'), {
    *recover(fs: ScriptedCall['fs']) {
      yield* acquiring(fs, 'a')
    },
  })
  const { stuck, record } = perform(executor, striking('unlink', { kind: 'kill' }), 'write')
  expect(stuck).toMatch(/^a livelock: .*; w2 waits for its recover\(\)$/)
  expect(record.restart?.failed).toBe(`its start never ends: ${stuck}`)
})

test('whoever waits for what an error has kept from being removed is locked out, and nobody else', () => {
  const executor = calling(({ fs }) => locking(fs, 'a'))
  const error: Fault = { kind: 'errno', code: 'EACCES' }
  const lockedOut = perform(executor, striking('unlink', error), 'write', 'write')
  expect(lockedOut.stuck).toMatch(/^a livelock: nothing has changed for \d+ steps; w2 waits for write#1$/)
  expect(lockedOut.isLockedOut).toBe(true)
  expect(judge(lockedOut.record, ['no-litter'])[0]?.verdict).toBe('not-checked')
  expect(perform(executor, inOrder, 'write', 'write').isLockedOut).toBe(false)

  // What is polled is not what the error has kept there: a call that fails gives its lock back.
  const keeping = calling(function* ({ fs }) {
    yield* acquiring(fs, 'a')
    yield* fs.unlink('b')
  })
  const kept = perform(keeping, striking('unlink', error), 'write', 'write')
  expect(kept.stuck).toMatch(/^a livelock/)
  expect(kept.isLockedOut).toBe(false)
  expect(kept.record.left).toEqual(['a'])
  expect(judge(kept.record, ['no-litter'])[0]?.findings).toMatchObject([
    { message: expect.stringContaining('also holds a') },
  ])
})

test('a lock that is taken by a link is left behind like any other', () => {
  const executor = calling(function* ({ fs, writer }) {
    yield* fs.close(yield* fs.open(`${writer}`, 'w'))
    for (;;)
      try {
        yield* fs.link(`${writer}`, 'a')
        break
      } catch {
        yield* fs.sleep(10)
      }
    yield* fs.unlink(`${writer}`)
  })
  const { stuck, record } = perform(executor, inOrder, 'write', 'write')
  expect(stuck).toMatch(/^a livelock/)
  expect(record).toMatchObject({ left: ['a'], entries: ['2', 'a'] })
})

test('time passes from timer to timer, those that are due first first', () => {
  const seen: string[] = []
  const executor = scriptedExecutor({
    files: { s1: 's1.json' },
    calls: {
      *late({ fs }) {
        yield* fs.sleep(300)
        seen.push('late')
      },
      *early({ fs }) {
        yield* fs.sleep(100)
        seen.push('early')
        yield* fs.sleep(100)
        seen.push('early again')
      },
    },
  })
  const { log } = perform(executor, inOrder, 'late+ early')
  expect(seen).toEqual(['early', 'early again', 'late'])
  expect(log().map(({ op }) => op)).toEqual(['timer', 'timer', 'timer'])
})

test('no timer runs far ahead of who is ready to go on, but for a stall', () => {
  const executor = calling(function* ({ fs, writer }) {
    if (writer === 1) yield* fs.readdir('')
    else yield* fs.sleep(5_000)
  })
  const offered: string[] = []
  const stalling: Scheduler = {
    choose({ choices, ahead: [first] = [] }) {
      offered.push(choices.map(({ writer, step }) => `w${writer} ${step.op}`).join())
      return first ? { choice: first, fault: { kind: 'stall' } } : { choice: choices[0]! }
    },
  }
  const { record, log } = perform(executor, stalling, 'write', 'write')
  expect(offered).toEqual(['w1 readdir', 'w1 readdir'])
  expect(log().map(({ writer, op }) => `w${writer} ${op}`)).toEqual(['w2 timer', 'w1 readdir'])
  expect(record.faults).toMatchObject([{ fault: { kind: 'stall' }, writer: 2 }])
})

test('a signal ends who has no listener, and finds nobody afterwards', () => {
  const executor = calling(function* ({ fs, writer }) {
    if (writer === 1) yield* fs.signal(2, 15)
    if (writer === 1) yield* fs.signal(2, 0)
    yield* fs.readdir('')
  })
  const execution = perform(executor, inOrder, 'write', 'write')
  expect(saidIn(execution)).toEqual(['w1 ESRCH', 'w2 pending', 'w3 acknowledged'])
  expect(execution.record.faults).toEqual([])
})

test('one that crashes is told with the steps up to there', async () => {
  const executor = calling(function* ({ fs }) {
    yield* fs.readdir('')
    throw new Crash('out of hand')
  })
  const gone = thrownBy(() => perform(executor, inOrder, 'write'))
  if (!(gone instanceof ProgramGone)) throw gone
  expect(gone.course?.steps).toMatchObject([{ op: 'readdir' }])
  expect(gone.isHanging).toBe(false)
  expect((await gone.program.causeOfEnd(0)).message).toBe('w1 crashed, since nothing catches out of hand')
})

test('a target that cannot be opened is refused, but for the start after a crash, which is judged', () => {
  let opened = 0
  const open = () => {
    opened += 1
    if (opened > 1) throw new Error('no')
  }
  const executor = scriptedExecutor({ ...inPlace, open })
  const { record } = perform(executor, striking('write', { kind: 'kill' }), 'write')
  expect(record.restart).toMatchObject({ failed: 'its open() throws no' })
  const refused = thrownBy(() => perform(executor, inOrder, 'write'))
  expect(refused).toBeInstanceOf(HarnessError)
  expect(refused).toMatchObject({ message: 'w1: its open() throws no' })
})

test('writers that name different files for a session are told apart', () => {
  let opened = 0
  const executor = scriptedExecutor({
    ...inPlace,
    get files() {
      opened += 1
      return { s1: `s${opened}.json` }
    },
  })
  expect(thrownBy(() => perform(executor, inOrder, 'write', 'write'))).toMatchObject({
    message: 'w1 and w2 name different files for one session',
  })
})

test('what was carried out is carried out again, and a step that differs is named', () => {
  const executor = scriptedExecutor(byRename)
  const workload = workloadOf('write', 'write')
  const steps = executor.perform({ workload, scheduler: inTurn(2, 1, 2, 1), seed: 1 }).log()
  const schedule = scheduleOf(steps)
  expect(executor.replay({ workload, schedule, seed: 1 }).log()).toEqual(steps)
  const other = scriptedExecutor(inPlace)
  const divergence = thrownBy(() => other.replay({ workload, schedule, seed: 1 }))
  expect(divergence).toBeInstanceOf(ReplayDivergence)
  expect(divergence).toMatchObject({
    message: expect.stringMatching(
      /^step 1 should be w2 call 1: open tmp#2, but what waits is: w1 call 1: open s1.json/,
    ),
  })
})

const all: Traits = {
  deterministic: true,
  virtualTime: true,
  knowsCalls: true,
  sources: true,
  tellsUseOfTimes: true,
}

test.each<[keyof Traits, number]>([
  ['deterministic', 1],
  ['virtualTime', 1],
  ['knowsCalls', 1],
  ['sources', 0],
])('what cannot be claimed without %s is named', (trait, count) => {
  const lacking = scriptedExecutor(inPlace, { traits: { ...all, [trait]: false } })
  expect(perform(lacking, inOrder, 'write').uncontrolled).toHaveLength(count)
  expect(perform(scriptedExecutor(inPlace, { traits: all }), inOrder, 'write').uncontrolled).toEqual([])
})

test('what changes without a step is noticed, and nothing is judged', () => {
  const executor = calling(function* ({ fs, bytes, makeUnseen }) {
    yield* fs.writeFile('s1.json', bytes)
    makeUnseen('by itself')
  })
  const { escapes, record } = perform(executor, inOrder, 'write')
  expect(escapes).toEqual(['by itself appeared'])
  expect(record.unseen).toBe(true)
})

function thrownBy(body: () => unknown): unknown {
  try {
    body()
  } catch (error) {
    return error
  }
  throw new Error('expected it to throw')
}
