import { describe, expect, test } from 'vitest'
import { runFixture, type Outcome } from './child.ts'

interface VirtualSnippet {
  readonly code: string
  readonly seed?: number
  readonly writer?: number
  readonly pid?: number
}
type VirtualOutcome = Outcome & { readonly elapsed: number }

function runVirtual(...snippets: VirtualSnippet[]): VirtualOutcome[] {
  const { results, natural } = runFixture('run-virtual.mjs', { snippets }) as {
    results: VirtualOutcome[]
    natural: boolean
  }
  expect(natural).toBe(true)
  return results
}

function valueOf(code: string): unknown {
  const [outcome] = runVirtual({ code })
  expect(outcome?.error).toBeUndefined()
  return outcome?.value
}

function list(outcome: VirtualOutcome | undefined): unknown[] {
  return outcome?.value as unknown[]
}

describe('the clock', () => {
  test('stands still but for timers, on every face of it', () => {
    const code = `
      const { performance } = await load('node:perf_hooks')
      const look = () => [Date.now() - START, new Date().getTime() - START, Math.floor(performance.now()), Math.floor(process.uptime() * 1000), performance.timeOrigin - START]
      const before = look()
      await new Promise((resolve) => setTimeout(resolve, 250))
      return [before, look()]`
    expect(valueOf(code)).toEqual([
      [0, 0, 0, 0, 0],
      [250, 250, 250, 250, 0],
    ])
  })

  test('never goes back below the millisecond, and differs between writers there', () => {
    const code = `
      const looks = Array.from({ length: 500 }, () => process.hrtime.bigint())
      const [seconds, nanos] = process.hrtime(process.hrtime())
      return { rising: looks.every((look, index) => index === 0 || look > looks[index - 1]), first: String(looks[0]), seconds, late: nanos < 1e6, same: Date.now() }`
    const [one, two] = runVirtual({ code, writer: 1 }, { code, writer: 2 })
    expect(one?.value).toMatchObject({ rising: true, seconds: 0, late: true })
    const [first, second] = [one, two].map((outcome) => outcome?.value) as { first: string; same: number }[]
    expect(first?.first).not.toBe(second?.first)
    expect(first?.same).toBe(second?.same)
  })

  test('lets a loop that waits for it come to its end', () => {
    expect(
      valueOf('const start = Date.now(); while (Date.now() < start + 50); return Date.now() - start'),
    ).toBe(51)
  })

  test('lets a loop come to its end that asks the file system before each look, in fewer steps than a livelock takes', () => {
    const code = `const start = Date.now(); let looks = 1; while (Date.now() < start + 1000) looks += 1; return looks`
    expect(valueOf(code)).toBeLessThan(5000)
  })

  test('leaves Date what it is', () => {
    const code = `
      class Stamp extends Date { year() { return this.getUTCFullYear() } }
      const types = (await load('node:util')).types
      return [new Date() instanceof Date, Object.prototype.toString.call(new Date()), Date.name, Date.length, typeof Date(), new Stamp().year(), new Stamp() instanceof Stamp,
        new Date(0).toISOString(), Date.UTC(2020, 0), Date.parse('2020-01-01'), new Date(2020, 1).getMonth(), new Date().constructor === Date, types.isDate(new Date()), structuredClone(new Date(5)).getTime(), Date.now.name]`
    expect(valueOf(code)).toEqual([
      true,
      '[object Date]',
      'Date',
      7,
      'string',
      2001,
      true,
      '1970-01-01T00:00:00.000Z',
      1577836800000,
      1577836800000,
      1,
      true,
      true,
      5,
      'now',
    ])
  })
})

describe('timers', () => {
  test('fire in the order they are due, and those due together in the order they were set', () => {
    const code = `
      const fired = []
      setTimeout((...args) => fired.push('c', ...args), 30, 1, 2)
      setTimeout(() => fired.push('a'), 10)
      setTimeout(() => fired.push('b1'), 20); setTimeout(() => fired.push('b2'), 20)
      const cleared = setTimeout(() => fired.push('never'), 15); clearTimeout(cleared)
      const numbered = setTimeout(() => fired.push('never'), 16); clearTimeout(+numbered)
      const again = setTimeout(() => fired.push('again'), 12)
      await new Promise((resolve) => setTimeout(() => { again.refresh(); resolve() }, 11))
      await new Promise((resolve) => setTimeout(resolve, 40))
      return fired`
    const [outcome] = runVirtual({ code })
    expect(outcome?.value).toEqual(['a', 'b1', 'b2', 'again', 'c', 1, 2])
    expect(outcome?.steps).toEqual([
      'timer 10',
      'timer 11',
      'timer 20',
      'timer 20',
      'timer 23',
      'timer 30',
      'timer 51',
    ])
  })

  test('repeat, until they are cleared from within', () => {
    const code =
      'let count = 0; await new Promise((resolve) => { const timer = setInterval(() => { if ((count += 1) === 3) { clearInterval(timer); resolve() } }, 5) }); return [count, Date.now() - START]'
    expect(valueOf(code)).toEqual([3, 15])
  })

  test('that are not ref keep nothing alive', () => {
    const code = `
      const timer = setTimeout(() => {}, 1000); const has = timer.hasRef(); timer.unref()
      setTimeout(() => {}, 5); setInterval(() => {}, 100).unref()
      return [has, timer.hasRef(), timer[Symbol.toPrimitive]() === +timer, typeof timer.close, timer.constructor.name]`
    const [outcome] = runVirtual({ code })
    expect(outcome?.value).toEqual([true, false, true, 'function', 'Timeout'])
    expect(outcome?.steps).toEqual(['timer 5'])
  })

  test('come as promises, iterators and signals', () => {
    const code = `
      const { setTimeout: wait, setInterval: every, scheduler } = await load('node:timers/promises')
      const { promisify } = await load('node:util')
      const got = [await wait(10, 'value'), await promisify(setTimeout)(10, 'other')]
      await scheduler.wait(10)
      for await (const tick of every(10, 'tick')) { got.push(tick); if (got.length === 4) break }
      const controller = new AbortController()
      const waiting = wait(1000, null, { signal: controller.signal }).catch((error) => got.push(error.code))
      controller.abort(); await waiting
      const signal = AbortSignal.timeout(10)
      await wait(20)
      got.push(signal.reason.name, Date.now() - START)
      await wait(5, null, 'bad').catch((error) => got.push(error.code))
      try { setTimeout('code') } catch (error) { got.push(error.code) }
      return got`
    expect(valueOf(code)).toEqual([
      'value',
      'other',
      'tick',
      'tick',
      'ABORT_ERR',
      'TimeoutError',
      70,
      'ERR_INVALID_ARG_TYPE',
      'ERR_INVALID_ARG_TYPE',
    ])
  })

  test('keep the asynchronous context that set them', () => {
    const code = `
      const { AsyncLocalStorage } = await load('node:async_hooks')
      const storage = new AsyncLocalStorage(); const seen = []
      storage.run('one', () => setTimeout(() => seen.push(storage.getStore()), 20)); storage.run('two', () => setTimeout(() => seen.push(storage.getStore()), 10))
      await new Promise((resolve) => setTimeout(resolve, 30)); return seen`
    expect(valueOf(code)).toEqual(['two', 'one'])
  })

  test('a sleep by Atomics.wait is a step that blocks', () => {
    const code =
      'const answer = Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30); return [answer, Date.now() - START]'
    expect(valueOf(code)).toEqual(['timed-out', 30])
  })
})

describe('randomness and identity', () => {
  const code = `
    const crypto = require('node:crypto')
    const named = await load('node:crypto')
    const { promisify } = await load('node:util')
    return [Math.random(), crypto.randomBytes(9).toString('hex'), (await promisify(crypto.randomBytes)(4)).toString('hex'), crypto.randomUUID(), globalThis.crypto.randomUUID(),
      crypto.randomInt(10), crypto.randomInt(5, 7), await promisify(crypto.randomInt)(3), [...globalThis.crypto.getRandomValues(new Uint16Array(3))], [...crypto.getRandomValues(new Uint8Array(2))],
      [...crypto.randomFillSync(new Uint8Array(6), 2, 3)], [...new Uint8Array(await promisify(crypto.randomFill)(new ArrayBuffer(3)))], named.randomUUID(), process.pid, (await load('node:process')).pid, process.ppid]`
  const [one, again, otherSeed, otherWriter] = runVirtual(
    { code },
    { code },
    { code, seed: 2 },
    { code, writer: 2, pid: 43 },
  )

  test('follow from the seed and the writer', () => {
    expect(one?.error).toBeUndefined()
    expect(again?.value).toEqual(one?.value)
    for (const other of [otherSeed, otherWriter]) {
      const values = other?.value as unknown[]
      for (const index of [0, 1, 2, 3, 4, 8, 12]) expect(values[index]).not.toEqual(list(one)[index])
    }
  })

  test('look like the real ones', () => {
    const values = one?.value as [
      number,
      string,
      string,
      string,
      string,
      number,
      number,
      number,
      number[],
      number[],
      number[],
    ]
    expect(values[0]).toBeGreaterThanOrEqual(0)
    expect(values[0]).toBeLessThan(1)
    expect(values[1]).toMatch(/^[\da-f]{18}$/)
    for (const uuid of values.slice(3, 5))
      expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect([5, 6]).toContain(values[6])
    expect(values[10].filter((byte, index) => (index < 2 || index === 5 ? byte !== 0 : byte > 255))).toEqual(
      [],
    )
    expect(values.slice(13)).toEqual([42, 42, 1])
    expect(list(otherWriter).slice(13)).toEqual([43, 43, 1])
  })

  test('spread evenly', () => {
    const counts = valueOf(
      'const counts = Array(8).fill(0); for (let i = 0; i < 80000; i++) counts[Math.floor(Math.random() * 8)]++; return counts',
    ) as number[]
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })

  test('refuse what Node refuses', () => {
    const wrong = `
      const crypto = require('node:crypto')
      return [() => crypto.randomBytes(-1), () => crypto.randomInt(5, 5), () => crypto.randomFillSync(5), () => crypto.randomUUID(5), () => globalThis.crypto.getRandomValues(new Float32Array(1)), () => crypto.randomBytes(1, 5)]
        .map((call) => { try { call(); return 'no error' } catch (error) { return error.code ?? error.name } })`
    expect(valueOf(wrong)).toEqual([
      'ERR_OUT_OF_RANGE',
      'ERR_OUT_OF_RANGE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_INVALID_ARG_TYPE',
      17,
      'ERR_INVALID_ARG_TYPE',
    ])
  })
})

test('file times are virtual, and those that a target sets are its own', () => {
  const code = `
    const wait = (delay) => new Promise((resolve) => setTimeout(resolve, delay))
    const age = (path) => Date.now() - fs.statSync(path).mtimeMs
    fs.writeFileSync('lock', 'x'); fs.mkdirSync('dir'); fs.symlinkSync('lock', 'link')
    await wait(500)
    const ages = [age('lock'), age('dir'), Date.now() - fs.lstatSync('link').mtimeMs]
    fs.appendFileSync('lock', 'y'); ages.push(age('lock'))
    await wait(100)
    ages.push(age('lock'))
    fs.utimesSync('lock', 5, 7)
    const { atimeMs, mtimeMs, mtime, ctimeMs } = await fs.promises.stat('lock')
    const big = fs.statSync('lock', { bigint: true })
    return [ages, atimeMs, mtimeMs, mtime.getTime(), ctimeMs, big.mtimeNs === 7000000000n, fs.statSync('.').mtimeMs - START]`
  expect(valueOf(code)).toEqual([[500, 500, 500, 0, 100], 5000, 7000, 7000, 7000, true, 600])
})

test('a time of access that was set stays, whoever reads', () => {
  const code = `
    fs.writeFileSync('f', 'x'); fs.mkdirSync('d')
    const set = [[5, 7], [1500.25, 7], [new Date(1234), 7], [START / 1000 + 9, 7]]
    return set.map(([atime, mtime]) => {
      for (const path of ['f', 'd']) fs.utimesSync(path, atime, mtime)
      fs.readFileSync('f'); fs.readdirSync('d')
      return ['f', 'd'].map((path) => fs.statSync(path).atimeMs)
    }).concat([[START, fs.statSync('f', { bigint: true }).atimeNs === BigInt(START + 9000) * 1000000n]])`
  const shown = valueOf(code) as number[][]
  const [start = 0, isExact] = shown.pop() ?? []
  expect(isExact).toBe(true)
  expect(shown).toEqual([5000, 1500250, 1234, start + 9000].map((millis) => [millis, millis]))
})

test('a name made by mkdtemp follows from the seed', () => {
  const code = "return fs.mkdtempSync('x-')"
  const [one, again, other] = runVirtual({ code }, { code }, { code, writer: 2 })
  expect(again?.value).toBe(one?.value)
  expect(other?.value).not.toBe(one?.value)
})
