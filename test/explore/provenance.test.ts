import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Provenance } from '../../harness/controller/execute/provenance.ts'
import { persistenceModels } from '../../harness/faults/power-loss/index.ts'
import type { Step } from '../../harness/model/step.ts'
import { fixture } from '../support/targets.ts'
import { withExecutor } from '../support/with-executor.ts'
import { plan } from '../../scripts/proof/test-executor.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'

/** Steps of several writers, as they would ask for them. */
class Script {
  readonly provenance = new Provenance()
  #handles = 0

  step(writer: number, step: Omit<Step, 'sync'>, bytes = 0, call = 1): this {
    this.provenance.take({
      writer,
      step: { ...step, sync: false, id: 1, call },
      done: { outcome: { bytes } },
    })
    return this
  }

  open(writer: number, path: string, flags = 'w'): number {
    this.#handles += 1
    this.step(writer, { op: 'open', path, handle: this.#handles, flags })
    return this.#handles
  }

  write(writer: number, handle: number, bytes: number, rest: Partial<Step> & { call?: number } = {}): this {
    const { call = 1, ...step } = rest
    return this.step(writer, { op: 'write', path: 'f', handle, ...step }, bytes, call)
  }

  /** `3 w1#1, 2 nobody` */
  told(path = 'f'): string | undefined {
    return this.provenance
      .of(path)
      ?.map((run) => `${run.bytes} ${'writer' in run ? `w${run.writer}#${run.call}` : 'nobody'}`)
      .join(', ')
  }
}

test('what one writer has overwritten of another, wherever its descriptor stood', () => {
  const script = new Script()
  const [one, other] = [script.open(1, 'f'), script.open(2, 'f')]
  script.write(1, one, 5).write(2, other, 3).write(2, other, 1, { call: 2 })
  expect(script.told()).toBe('3 w2#1, 1 w2#2, 1 w1#1')
  script.write(1, one, 2, { call: 2 })
  expect(script.told()).toBe('3 w2#1, 1 w2#2, 1 w1#1, 2 w1#2')
})

test('bytes go with the file, and not with its name', () => {
  const script = new Script()
  const one = script.open(1, 'tmp')
  script.write(1, one, 4).step(1, { op: 'rename', path: 'tmp', to: 'f' })
  expect([script.told(), script.told('tmp')]).toEqual(['4 w1#1', undefined])
  script.write(2, script.open(2, 'f', 'a'), 2)
  expect(script.told()).toBe('4 w1#1, 2 w2#1')
})

test('a hole is of nobody, and so is what is done outside of a call', () => {
  const script = new Script()
  const handle = script.open(1, 'f')
  script.write(1, handle, 2, { position: 3 }).write(1, handle, 1, { call: 0 })
  expect(script.told()).toBe('3 nobody, 2 w1#1')
  script.step(1, { op: 'truncate', path: 'f', bytes: 4 }).step(1, { op: 'truncate', path: 'f', bytes: 6 })
  expect(script.told()).toBe('3 nobody, 1 w1#1, 2 nobody')
})

test('where a link may lead elsewhere, or there are too many calls, nothing is told', () => {
  const linked = new Script()
  linked.write(1, linked.open(1, 'f'), 2).step(1, { op: 'symlink', path: 'f', to: 'g' })
  expect(linked.told()).toBeUndefined()
  const many = new Script()
  const handle = many.open(1, 'f')
  for (let call = 1; call <= 255; call += 1) many.write(1, handle, 1, { call })
  expect(many.told()?.endsWith('1 w1#255')).toBe(true)
  expect(many.write(1, handle, 1, { call: 256 }).told()).toBeUndefined()
})

test('what a power loss has lost is of nobody; what starts again goes on from there', () => {
  const script = new Script()
  script.write(1, script.open(1, 'f'), 8)
  // Of the file's name, and of size and data of its two halves: the data of the second.
  script.provenance.losePower(persistenceModels.posix, [4])
  expect(script.told()).toBe('4 w1#1, 4 nobody')
  script.write(2, script.open(2, 'f', 'r+'), 2)
  expect(script.told()).toBe('2 w2#1, 2 w1#1, 4 nobody')
  script.write(2, script.open(2, 'f', 'a'), 1)
  expect(script.told()).toBe('2 w2#1, 2 w1#1, 4 nobody, 1 w2#1')
})

test('positions, appends and truncations do to it what they do to bytes', () => {
  const action = fc.record({
    writer: fc.integer({ min: 1, max: 3 }),
    kind: fc.constantFrom('write', 'write', 'at', 'append', 'truncate'),
    bytes: fc.nat(9),
    position: fc.nat(20),
  })
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      const script = new Script()
      const handles = [1, 2, 3].map((writer) => script.open(writer, 'f', 'a+'))
      const plain = [1, 2, 3].map((writer) => script.open(writer, 'f', 'r+'))
      const offsets = [0, 0, 0]
      let owners: number[] = []
      const put = (at: number, writer: number, count: number) => {
        const size = count === 0 ? owners.length : Math.max(owners.length, at + count)
        owners = Array.from({ length: size }, (_, index) =>
          index >= at && index < at + count ? writer : (owners[index] ?? 0),
        )
      }
      for (const { writer, kind, bytes, position } of actions) {
        const [handle = 0, appending = 0] = [plain[writer - 1], handles[writer - 1]]
        if (kind === 'truncate') {
          script.step(writer, { op: 'truncate', path: 'f', bytes: position })
          owners = Array.from({ length: position }, (_, index) => owners[index] ?? 0)
        } else if (kind === 'append') {
          script.write(writer, appending, bytes)
          put(owners.length, writer, bytes)
        } else if (kind === 'at') {
          script.write(writer, handle, bytes, { position })
          put(position, writer, bytes)
        } else {
          script.write(writer, handle, bytes)
          put(offsets[writer - 1] ?? 0, writer, bytes)
          offsets[writer - 1] = (offsets[writer - 1] ?? 0) + bytes
        }
      }
      const told = (script.provenance.of('f') ?? []).flatMap((run) =>
        Array.from({ length: run.bytes }, () => ('writer' in run ? run.writer : 0)),
      )
      expect(told).toEqual(owners)
    }),
    { seed: 1 },
  )
})

test('a format of its own is told by who wrote it', async () => {
  let turn = 0
  const inTurn: Scheduler = {
    choose: ({ choices }) => {
      turn += 1
      return { choice: choices.find(({ writer }) => writer === 1 + (turn % 2)) ?? choices[0]! }
    },
  }
  const workload = { writers: [[plan('save', 10)], [plan('save', 60)]], readers: 0 }
  const { log } = await withExecutor(
    fixture('writes-a-format-of-its-own.ts'),
    (executor) => executor.perform({ workload, scheduler: inTurn, seed: 1, traced: true }),
    { customRead: true, byteExact: false },
  )
  const contents = log().flatMap(({ held }) => Object.values(held ?? {}))
  const runsOf = contents.map((content) => {
    if (content.kind === 'missing' || content.kind === 'inaccessible') return []
    return content.kind === 'complete' ? [content] : (content.runs ?? [{ bytes: 0, text: '?' }])
  })
  for (const run of runsOf.flat()) {
    const letters = Array.from(run.text ?? '', (letter) => Math.floor((letter.charCodeAt(0) - 0x30) / 16) + 1)
    expect([...new Set(letters)]).toEqual(['writer' in run ? run.writer : 0])
  }
  const writers = runsOf.map((runs) => new Set(runs.map((run) => ('writer' in run ? run.writer : 0))).size)
  expect(Math.max(...writers)).toBe(2)
})
