import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { encodeTrace, FileExporter, fileNameOf, listTraces, readTrace, Trace } from '../../src/index.ts'
import type { TraceDocument } from '../../src/index.ts'
import { retainNewest } from '../../src/retention.ts'
import { writerOfTemporaryName } from '../../src/temporary-name.ts'
import { ControlledFs, settled } from './controlled-fs.ts'

let directory: string

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'exporter-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(directory, { recursive: true })
})

const newTrace = (sessionId: string, startedAtMillis: number, ...exporters: FileExporter[]) =>
  new Trace({ sessionId, exporters, now: () => startedAtMillis })

const fileOf = (sessionId: string) => path.join(directory, fileNameOf(sessionId))

function documentOf(sessionId: string, startedAtMillis: number): TraceDocument {
  return newTrace(sessionId, startedAtMillis).toDocument()
}

function put(sessionId: string, startedAtMillis: number): string {
  fs.writeFileSync(fileOf(sessionId), encodeTrace(documentOf(sessionId, startedAtMillis)))
  return fileOf(sessionId)
}

test('a session is exported into a directory that did not exist, and read back', async () => {
  const exporter = new FileExporter({ directory: path.join(directory, 'new', 'traces') })
  for (const sessionId of ['a.b', 'a_b', '../x', 'x'.repeat(10_000), '\uD800']) {
    const trace = newTrace(sessionId, 5, exporter)
    await trace.end()
    expect(await readTrace(exporter.fileOf(sessionId))).toEqual(trace.toDocument())
  }
  const { traces, unreadable } = await listTraces(exporter.directory)
  expect(new Set(traces.map(({ trace }) => trace.sessionId)).size).toBe(5)
  expect(unreadable).toEqual([])
  expect(fs.readdirSync(directory)).toEqual(['new'])
})

test('a crash is what stays in the file, at whatever step of a snapshot or an export it strikes', async () => {
  for (const call of ['snapshot', 'end'] as const) {
    for (let at = 0; at < 8; at += 1) {
      const controlled = new ControlledFs()
      // Two traces of one session, as after a restart within the process, each with an exporter of its own.
      const running = newTrace('s', 1, new FileExporter({ directory }))
      const crashing = newTrace('s', 2, new FileExporter({ directory }))
      const done = running[call]()
      await settled()
      for (let step = 0; step < at; step += 1) await controlled.letGo()
      crashing.flushSync(new Error('killed'))
      await controlled.drain()
      vi.restoreAllMocks()
      await done
      const crashed = { status: 'crashed', startedAtMillis: 2 }
      expect(await readTrace(fileOf('s')), `${call} ${at}`).toMatchObject(crashed)
      await crashing.end()
      expect(await readTrace(fileOf('s')), `${call} ${at}`).toMatchObject(crashed)
    }
  }
})

test('an end that follows a crash flush keeps it crashed', async () => {
  const exporter = new FileExporter({ directory })
  const trace = newTrace('s', 1, exporter)
  trace.startSpan({ kind: 'custom', name: 'x' }).end()
  trace.flushSync('out of memory')
  await Promise.all([trace.end(), trace.snapshot()])
  expect(await readTrace(exporter.fileOf('s'))).toMatchObject({
    status: 'crashed',
    spans: [{ error: 'out of memory' }, {}],
  })
  expect(fs.readdirSync(directory)).toEqual([fileNameOf('s')])
})

describe('retention', () => {
  test('keeps the traces that started last, and always the one just exported', async () => {
    const start = fc.integer({ min: 0, max: 5 })
    const plan = fc.record({
      starts: fc.array(start, { maxLength: 8 }),
      own: start,
      maxFiles: fc.integer({ min: 1, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ starts, own, maxFiles }) => {
        fs.rmSync(directory, { recursive: true })
        fs.mkdirSync(directory)
        for (const [index, startedAt] of starts.entries()) put(`other-${index}`, startedAt)
        await newTrace('own', own, new FileExporter({ directory, maxFiles, fsync: false })).end()
        const { traces } = await listTraces(directory)
        const others = traces.filter(({ trace }) => trace.sessionId !== 'own')
        expect(others).toHaveLength(Math.min(starts.length, maxFiles - 1))
        expect(traces).toHaveLength(others.length + 1)
        const newest = starts.toSorted((a, b) => b - a).slice(0, others.length)
        expect(others.map(({ trace }) => trace.startedAtMillis).toSorted((a, b) => b - a)).toEqual(newest)
      }),
      { numRuns: 60 },
    )
  })

  test('neither counts nor touches what is no trace', async () => {
    fs.writeFileSync(fileOf('torn'), '{"version":1,')
    fs.writeFileSync(path.join(directory, 'package.json'), '{}')
    put('old', 1)
    expect(await retainNewest(directory, 1, fileOf('new'))).toEqual([])
    put('new', 2)
    expect(await retainNewest(directory, 1, fileOf('new'))).toEqual([fileOf('old')])
    expect(fs.readdirSync(directory).toSorted()).toEqual([
      fileNameOf('new'),
      'package.json',
      fileNameOf('torn'),
    ])
  })

  test('leaves alone what was written since it was judged, or is being written', async () => {
    put('new', 2)
    const rewritten = put('rewritten', 1)
    const original = fs.promises.readFile.bind(fs.promises)
    vi.spyOn(fs.promises, 'readFile').mockImplementation(async (...args) => {
      const text = await original(...args)
      if (args[0] === rewritten) fs.writeFileSync(rewritten, encodeTrace(documentOf('rewritten', 30)))
      return text
    })
    expect(await retainNewest(directory, 1, fileOf('new'))).toEqual([])
    vi.restoreAllMocks()

    fs.unlinkSync(rewritten)
    put('busy', 1)
    const controlled = new ControlledFs()
    const busy = newTrace('busy', 40, new FileExporter({ directory })).snapshot()
    expect(await retainNewest(directory, 1, fileOf('new'))).toEqual([])
    await controlled.drain()
    await busy
    expect(await readTrace(fileOf('busy'))).toMatchObject({ startedAtMillis: 40 })
  })

  test.each([0, -1, 1.5, Number.NaN])('of %s files is refused', (maxFiles) => {
    expect(() => new FileExporter({ directory, maxFiles })).toThrow(/Expected maxFiles .* got/)
  })
})

test('an export sweeps, and its failure to do so is a warning', async () => {
  const litter = `.onewriter-unknown-1-1-${'0'.repeat(32)}.tmp`
  expect(writerOfTemporaryName(litter)).toBeDefined()
  fs.writeFileSync(path.join(directory, litter), '')
  fs.utimesSync(path.join(directory, litter), 0, 0)
  const exporter = new FileExporter({ directory })
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
  vi.spyOn(fs.promises, 'readdir').mockRejectedValueOnce(Object.assign(new Error('EIO'), { code: 'EIO' }))
  await newTrace('s', 1, exporter).end()
  expect(warned).toHaveBeenCalledOnce()
  expect(fs.readdirSync(directory)).toHaveLength(2)
  await newTrace('s', 1, exporter).end()
  expect(fs.readdirSync(directory)).toEqual([fileNameOf('s')])
})

describe('the list of traces', () => {
  test('is ordered by start and reports what it cannot read', async () => {
    put('b', 20)
    put('a', 30)
    put('c', 10)
    fs.writeFileSync(fileOf('torn'), encodeTrace(documentOf('torn', 1)).slice(0, -5))
    fs.copyFileSync(fileOf('a'), fileOf('copy'))
    fs.mkdirSync(fileOf('directory'))
    fs.writeFileSync(path.join(directory, 'notes.txt'), '')
    const { traces, unreadable } = await listTraces(directory)
    expect(traces.map(({ trace }) => trace.sessionId)).toEqual(['c', 'b', 'a'])
    expect(unreadable.map(({ file, error }) => [path.basename(file), error.code])).toEqual([
      [fileNameOf('copy'), 'ERR_TRACE_FORMAT'],
      [fileNameOf('directory'), 'EISDIR'],
      [fileNameOf('torn'), 'ERR_TRACE_FORMAT'],
    ])
    expect(unreadable[0]!.error.message).toMatch(/another session, which belongs in a\.trace\.json/)
  })

  test('is empty where there is no directory', async () => {
    expect(await listTraces(path.join(directory, 'missing'))).toEqual({ traces: [], unreadable: [] })
  })

  test('leaves out a file that is removed meanwhile', async () => {
    put('a', 1)
    vi.spyOn(fs.promises, 'readdir').mockResolvedValueOnce([fileNameOf('a'), fileNameOf('gone')] as never)
    const { traces, unreadable } = await listTraces(directory)
    expect([traces.length, unreadable.length]).toEqual([1, 0])
  })
})
