import { expect, test } from 'vitest'
import { Turns, type Clock, type Work } from '../../harness/controller/search/turns.ts'

/** Works that take a clock's time, and what each of them was given. */
function bench() {
  let now = 0
  const log: string[] = []
  const work = (name: string, weight: number, each: number, most = Infinity): Work => ({
    weight,
    executions: (async function* () {
      for (let done = 0; done < most; done += 1) {
        now += each
        log.push(name)
        yield undefined
      }
    })(),
  })
  const until = (slice: number, late = slice): Clock => ({
    isSliceOver: () => now >= slice,
    isLate: () => now >= late,
    isRunOver: () => false,
  })
  const timeOf = (name: string, each: number) => log.filter((other) => other === name).length * each
  return { work, until, log, timeOf, options: { burstMillis: 50, now: () => now } }
}

test('each has its turn early, and then its part of the time, however long an execution takes', async () => {
  const { work, until, log, timeOf, options } = bench()
  const turns = new Turns([work('search', 3, 10), work('kill', 1, 200), work('errno', 1, 1)], options)
  await turns.goOn(until(300))
  expect(new Set(log)).toEqual(new Set(['search', 'kill', 'errno']))
  await turns.goOn(until(20_000))
  expect(timeOf('search', 10) / timeOf('kill', 200)).toBeCloseTo(3, 0)
  expect(timeOf('errno', 1) / timeOf('kill', 200)).toBeCloseTo(1, 0)
})

test('what one does not need goes to the others, and nothing is begun anew in the next slice', async () => {
  const { work, until, log, options } = bench()
  const turns = new Turns([work('short', 1, 10, 3), work('long', 1, 10)], options)
  await turns.goOn(until(200))
  await turns.goOn(until(400))
  expect(log.filter((name) => name === 'short')).toHaveLength(3)
  expect(log.filter((name) => name === 'long')).toHaveLength(37)
  expect(turns.isDone).toBe(false)
})

test('who is through with more sizes than another waits for that one, and for no other work', async () => {
  const { work, until, log, options } = bench()
  const through = { quick: 0, slow: 0 }
  const ofSizes = (name: keyof typeof through, each: number): Work => ({
    ...work(name, 1, each),
    sizes: () => through[name],
  })
  const turns = new Turns([ofSizes('quick', 10), ofSizes('slow', 10), work('samples', 1, 10)], options)
  through.quick = 1
  await turns.goOn(until(1000))
  expect(new Set(log)).toEqual(new Set(['slow', 'samples']))
  through.slow = 1
  await turns.goOn(until(2000))
  expect(new Set(log.slice(100))).toContain('quick')
})

test('a first execution waits for nothing but the end of the run, unless it is late', async () => {
  const slow = bench()
  const turns = new Turns([slow.work('one', 1, 1000), slow.work('other', 1, 1000)], slow.options)
  await turns.goOn(slow.until(10, 5000))
  expect(slow.log).toEqual(['one', 'other'])
  const late = bench()
  await new Turns([late.work('one', 1, 1000), late.work('other', 1, 1000)], late.options).goOn(late.until(10))
  expect(late.log).toEqual(['one'])
  const over = bench()
  const clock = { ...over.until(10), isRunOver: () => true }
  await new Turns([over.work('one', 1, 1)], over.options).goOn(clock)
  expect(over.log).toEqual([])
})
