import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  AtomicWriteError,
  writeFileAtomic,
  writeFileAtomicSync,
  type AtomicWriteOptions,
} from '../../src/index.ts'
import { ControlledFs, failure, type Fault, type StepName } from './controlled-fs.ts'

let directory: string
let file: string
let controlled: ControlledFs

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'atomic-'))
  file = path.join(directory, 'session.json')
  fs.writeFileSync(file, 'before')
  controlled = new ControlledFs()
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(directory, { recursive: true })
})

interface Style {
  write(to: string, data: string | Uint8Array, options?: AtomicWriteOptions): Promise<void>
  strike(fault: Fault): void
  steps(): StepName[]
}

/** The two functions behind one face: the thread pool of the asynchronous one does its work at once. */
const styles: Record<'writeFileAtomic' | 'writeFileAtomicSync', Style> = {
  writeFileAtomic: {
    async write(to, data, options) {
      const written = writeFileAtomic(to, data, options).catch((error: unknown) => error)
      await controlled.drain()
      const outcome = await written
      if (outcome instanceof Error) throw outcome
    },
    strike: (fault: Fault) => void (controlled.asyncFault = fault),
    steps: () => controlled.asyncSteps,
  },
  writeFileAtomicSync: {
    write: async (to, data, options) => writeFileAtomicSync(to, data, options),
    strike: (fault: Fault) => void (controlled.syncFault = fault),
    steps: () => controlled.syncSteps,
  },
}

/** Strikes the `nth` call (from 1) of one function. */
const nth = (wanted: StepName, nthCall: number, code: string): Fault => {
  let calls = 0
  return (name) => (name === wanted && ++calls === nthCall ? failure(code) : undefined)
}

describe.each(Object.keys(styles) as (keyof typeof styles)[])('%s', (style) => {
  const write: Style['write'] = (...args) => styles[style].write(...args)
  const strike: Style['strike'] = (fault) => styles[style].strike(fault)
  const steps: Style['steps'] = () => styles[style].steps()

  test.each<[StepName, number, string]>([
    ['open', 1, 'EACCES'],
    ['open', 1, 'EINTR'],
    ['write', 1, 'ENOSPC'],
    ['write', 2, 'ENOSPC'],
    ['fsync', 1, 'EIO'],
    ['close', 1, 'EIO'],
    ['rename', 1, 'EPERM'],
    ['rename', 1, 'ENOENT'],
  ])('rejects where %s number %i fails with %s, and changes nothing', async (step, call, code) => {
    const fault = nth(step, call, code)
    // The first write is short, so that there is a second one.
    strike((struck, args, index) => fault(struck, args, index) ?? (struck === 'write' ? 'short' : undefined))
    const error = await write(file, 'after').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AtomicWriteError)
    expect(error).toMatchObject({ code, path: file, replaced: false, cause: { code } })
    expect((error as Error).message).toContain(`Expected to replace ${file}`)
    expect(fs.readFileSync(file, 'utf8')).toBe('before')
    expect(fs.readdirSync(directory)).toEqual(['session.json'])
    expect(steps().filter((made) => made === step)).toHaveLength(call)
  })

  test.each<[StepName, number]>([
    ['open', 2],
    ['fsync', 2],
    ['close', 2],
  ])('rejects where %s of the directory fails, with the new content in place', async (step, call) => {
    strike(nth(step, call, 'EIO'))
    await expect(write(file, 'after')).rejects.toMatchObject({ code: 'EIO', path: file, replaced: true })
    expect(fs.readFileSync(file, 'utf8')).toBe('after')
    expect(fs.readdirSync(directory)).toEqual(['session.json'])
  })

  test('closes each descriptor exactly once, whatever fails', async () => {
    for (const [step, call] of [
      ['write', 1],
      ['fsync', 1],
      ['fsync', 2],
      ['close', 1],
      ['rename', 1],
    ] as const) {
      steps().length = 0
      strike(nth(step, call, 'EIO'))
      await expect(write(file, 'after')).rejects.toThrow('EIO')
      const count = (wanted: StepName) => steps().filter((made) => made === wanted).length
      expect(count('close'), `${step} ${call}`).toBe(count('open'))
    }
  })

  test('goes on after a short write until every byte is there', async () => {
    strike((step) => (step === 'write' ? 'short' : undefined))
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index)
    await write(file, bytes)
    expect(Uint8Array.from(fs.readFileSync(file))).toEqual(bytes)
    expect(steps().filter((step) => step === 'write').length).toBeGreaterThan(5)
  })

  test('takes a write of nothing for a failure', async () => {
    strike((step) => (step === 'write' ? 'nothing' : undefined))
    await expect(write(file, 'after')).rejects.toMatchObject({ code: 'ERR_NO_PROGRESS', replaced: false })
    expect(fs.readFileSync(file, 'utf8')).toBe('before')
    expect(fs.readdirSync(directory)).toEqual(['session.json'])
  })

  test('chooses another name where the first is taken, and leaves the file there alone', async () => {
    let taken = ''
    strike((step, [name], index) => {
      if (step !== 'open' || index !== 0) return undefined
      taken = name as string
      fs.writeFileSync(taken, 'another’s')
      return undefined
    })
    await write(file, 'after')
    expect(fs.readFileSync(file, 'utf8')).toBe('after')
    expect(fs.readFileSync(taken, 'utf8')).toBe('another’s')
    expect(fs.readdirSync(directory)).toHaveLength(2)
  })

  test('gives up where every name is taken', async () => {
    strike((step) => (step === 'open' ? failure('EEXIST') : undefined))
    await expect(write(file, 'after')).rejects.toMatchObject({ code: 'EEXIST' })
    expect(steps().length).toBeLessThan(100)
  })

  test('creates the directory, and syncs each directory that got an entry', async () => {
    const opened: unknown[] = []
    strike((step, args) => void (step === 'open' && opened.push(args[0])))
    const deep = path.join(directory, 'a', 'b', 'session.json')
    await write(deep, 'after')
    expect(fs.readFileSync(deep, 'utf8')).toBe('after')
    const synced = opened.filter((name) => !(name as string).endsWith('.tmp'))
    expect(synced).toEqual([path.join(directory, 'a'), directory, path.join(directory, 'a', 'b')])
  })

  test('rejects where the directory cannot be created', async () => {
    await expect(write(path.join(file, 'x', 'y'), 'after')).rejects.toMatchObject({ code: 'ENOTDIR' })
    strike((step) => (step === 'mkdir' ? failure('EACCES') : undefined))
    await expect(write(path.join(directory, 'a', 'x'), 'after')).rejects.toMatchObject({ code: 'EACCES' })
    expect(fs.readdirSync(directory)).toEqual(['session.json'])
  })

  test('syncs the file before the rename and the directory after it, and nothing without fsync', async () => {
    await write(file, 'after')
    expect(steps()).toEqual(['open', 'write', 'fsync', 'close', 'rename', 'open', 'fsync', 'close'])
    steps().length = 0
    await write(file, 'later', { fsync: false })
    expect(steps()).toEqual(['open', 'write', 'close', 'rename'])
    expect(fs.readFileSync(file, 'utf8')).toBe('later')
  })

  test('creates the directory once, and gives up where it is gone again', async () => {
    strike((step, _, index) => (step === 'open' ? failure(index < 50 ? 'ENOENT' : 'EIO') : undefined))
    await expect(write(file, 'after')).rejects.toMatchObject({ code: 'ENOENT' })
    expect(steps()).toEqual(['open', 'mkdir', 'open'])
  })

  test('writes a file for its owner alone, from the first moment', async () => {
    const modes: unknown[] = []
    strike((step, args) => void (step === 'open' && modes.push(args.slice(1))))
    await write(file, '')
    expect(modes[0]).toEqual(['wx', 0o600])
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    expect(fs.readFileSync(file, 'utf8')).toBe('')
  })

  test('still rejects with what went wrong where tidying up fails as well', async () => {
    const fault = nth('write', 1, 'ENOSPC')
    strike((step, args, index) =>
      step === 'unlink' || step === 'close' ? failure('EIO') : fault(step, args, index),
    )
    await expect(write(file, 'after')).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(fs.readFileSync(file, 'utf8')).toBe('before')
  })
})

test('an asynchronous write takes a copy of its bytes', async () => {
  const bytes = Buffer.from('after')
  const written = writeFileAtomic(file, bytes)
  bytes.fill('x')
  await controlled.drain()
  await written
  expect(fs.readFileSync(file, 'utf8')).toBe('after')
})
