import fs from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StepEvent } from '../../harness/model/step-log.ts'
import type { ReplayFile } from '../../harness/recording/schema.ts'
import { reporters } from '../../harness/report/index.ts'
import { launch, open } from '../support/chromium.ts'
import { cli } from '../support/cli.ts'
import { counterexample as small } from '../support/counterexample.ts'
import { illegible } from '../support/legibility.ts'
import { explored, holds, result } from '../support/result.ts'
import { knownBad } from '../support/targets.ts'
import { Workshop } from '../support/violation.ts'

const workshop = new Workshop()
let browser: Browser
let saved: string[]

/** Explores a small space completely, so that it shows every kind of wrong that it can. */
async function violate(name: string): Promise<string[]> {
  const dir = path.join(workshop.dir, name)
  const size = ['--writers=2', '--calls=1', '--sessions=1', '--strategy=exhaustive', '--executions=30']
  await cli('explore', knownBad(name), '--seed=1', '--bail=0', `--output-dir=${dir}`, ...size)
  return fs.readdirSync(dir).map((file) => path.join(dir, file))
}

const done = new Set<string>()

/** What `show` makes of a replay file; asked for once. */
async function paint(file: string): Promise<string> {
  const out = `${file}.html`
  if (done.has(file)) return out
  expect(await cli('show', file, `--reporter=html:${out}`)).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  done.add(file)
  return out
}

function painted(name: string, page: string): string {
  const file = path.join(workshop.dir, `${name}.html`)
  fs.writeFileSync(file, page)
  return file
}

const torn = () => saved.find((file) => file.includes('in-place-beside-rename-parses')) ?? ''
const count = (page: Page) => page.locator('.count').innerText()
const context = { colour: false, endedAt: new Date(0), workspacePath: '' }

/* What runs in the page is text: these sources know no DOM. */
const isOnTop = `(() => {
  const row = document.querySelector('tr.violated')
  const { x, y, width, height } = row.getBoundingClientRect()
  return row.contains(document.elementFromPoint(x + width / 2, y + height / 2))
})()`
const stripe = `getComputedStyle(document.querySelector('tr.violated .stripe')).backgroundImage`
const lazyTables = `[...document.querySelectorAll('.stretch')]
  .filter((each) => getComputedStyle(each).contentVisibility === 'auto').length`
const isWhole = `[...document.querySelectorAll('.scroll')]
  .every((each) => getComputedStyle(each).overflow === 'visible' && each.scrollHeight === each.clientHeight)`

beforeAll(async () => {
  const [found, started] = await Promise.all([
    Promise.all(['in-place-beside-rename', 'fixed-temp-name', 'unlink-before-rename'].map(violate)),
    launch(),
  ])
  saved = found.flat()
  browser = started
}, 240_000)
afterAll(async () => {
  await browser.close()
  workshop.remove()
})

test('ten violations open without a complaint, with the moment in sight', async () => {
  expect(saved.length).toBeGreaterThanOrEqual(10)
  for (const file of saved.slice(0, 10)) {
    const { page, complaints } = await open(browser, await paint(file))
    const row = page.locator('tr.violated')
    expect(await row.count()).toBe(1)
    expect(await row.getAttribute('aria-current')).toBe('step')
    const { x = 0, y = 0, width = 0, height = 0 } = (await row.boundingBox()) ?? {}
    const [top, bottom] = [y, y + height]
    expect({ top: top >= 0, bottom: bottom <= 800, right: x + width <= 1280 }).toEqual({
      top: true,
      bottom: true,
      right: true,
    })
    // Nothing lies over it, and it is not scrolled away within the table.
    expect(await page.evaluate(isOnTop)).toBe(true)
    expect(await count(page)).toContain('violated here')
    expect(complaints).toEqual([])
    await page.close()
  }
})

test('whose bytes a torn file holds is told in words, in colours and in the text itself', async () => {
  const { page } = await open(browser, await paint(torn()))
  const row = page.locator('tr.violated')
  expect(await row.locator('.mark').innerText()).toBe('torn')
  expect(await row.locator('.words').innerText()).toMatch(/w1 export#1 \d+ B \+ w2 export#1 \d+ B/)
  expect(await page.evaluate(stripe)).toMatch(/^linear-gradient/)
  const parts = await page.locator('.held pre .part').allInnerTexts()
  expect(parts.join('')).toMatch(/^\{"writer":1,"call":1.*"checksum":"[\da-f]{8}"\}$/)
  expect(await page.locator('.source').innerText()).toMatch(
    /in-place-beside-rename\.ts:8:\d+\s+export: \(file/,
  )
  await page.close()
})

test('a loop is one row, which the keyboard passes over', async () => {
  const loop = Array.from({ length: 400 }, (_, index): StepEvent => ({
    position: small.steps.length + index + 1,
    writer: 2,
    call: 1,
    op: index % 2 === 0 ? 'stat' : 'timer',
    ordinal: index + 1,
  }))
  const waiting = { ...small, steps: [...small.steps, ...loop] }
  const text = reporters['html']?.(
    { ...result, violations: [{ ...explored, counterexample: waiting }] },
    context,
  )
  const { page, complaints } = await open(browser, painted('loop', text ?? ''))
  expect(await count(page)).toContain('violated here')
  await page.keyboard.press('End')
  expect(await count(page)).toBe('Step 407 of 407')
  await page.keyboard.press('ArrowLeft')
  expect(await count(page)).toBe('Step 9 of 407')
  expect(await page.locator('.lanes tbody tr').last().innerText()).toContain(
    '… the same 2 steps 199 more times',
  )
  expect(complaints).toEqual([])
  await page.close()
})

test('the keyboard steps back and forth, and what it shows stays in sight', async () => {
  const { page, complaints } = await open(browser, await paint(torn()))
  const { steps } = workshop.read(torn()).counterexample
  const press = async (key: string) => {
    await page.keyboard.press(key)
    const current = page.locator('tr[aria-current]')
    expect(await current.count()).toBe(1)
    const { y = -1, height = 0 } = (await current.boundingBox()) ?? {}
    expect(y >= 0 && y + height <= 800).toBe(true)
    return (await count(page)).split('\n')[0]?.trim()
  }
  const violated = (await count(page)).match(/\d+/)?.[0]
  expect(await press('ArrowLeft')).toBe(`Step ${Number(violated) - 1} of ${steps.length}`)
  expect(await press('Home')).toBe('Start')
  expect(await press('ArrowLeft')).toBe('Start')
  expect(await press('ArrowRight')).toBe(`Step 1 of ${steps.length}`)
  expect(await press('End')).toBe(`Step ${steps.length} of ${steps.length}`)
  expect(await press('j')).toBe(`Step ${steps.length} of ${steps.length}`)
  expect(await press('v')).toMatch(new RegExp(`^Step ${violated} of`))
  await page.getByRole('button', { name: 'Back' }).focus()
  expect(await press('Enter')).toBe(`Step ${Number(violated) - 1} of ${steps.length}`)
  await page.locator('tbody tr').nth(2).click()
  expect(await count(page)).toBe(`Step 2 of ${steps.length}`)
  expect(complaints).toEqual([])
  await page.close()
})

test.each(['light', 'dark'] as const)('every text is legible in %s', async (colorScheme) => {
  const all = await Promise.all(saved.filter((file) => /parses|not-stale/.test(file)).map(paint))
  const files = [...all, painted('run', reporters['html']?.(result, context) ?? '')]
  const backgrounds = new Set<string>()
  for (const file of files) {
    const { page } = await open(browser, file, { colorScheme })
    expect(await illegible(page)).toEqual([])
    backgrounds.add(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
    await page.close()
  }
  expect([...backgrounds]).toEqual([colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 27)'])
})

test('a screen reader finds a table with headers, named buttons, and a place that says what changed', async () => {
  const { page } = await open(browser, await paint(torn()))
  const columns = await page.getByRole('columnheader').allInnerTexts()
  expect(columns.map((text) => text.trim())).toEqual(['step', 'w1', 'w2', 's1.json'])
  const { steps } = workshop.read(torn()).counterexample
  expect(await page.getByRole('rowheader').count()).toBe(steps.length + 1)
  expect(await page.getByRole('table', { name: /^Steps 0 to \d+ of \d+, in the order/ }).count()).toBe(1)
  expect(await page.getByRole('region', { name: 'Steps' }).getAttribute('tabindex')).toBe('0')
  const group = page.getByRole('group', { name: 'Step through' })
  expect(await group.getByRole('button').allInnerTexts()).toEqual([
    'First',
    'Back',
    'The violation',
    'Forth',
    'Last',
  ])
  expect(await page.locator('[aria-live=polite]').innerText()).toContain('w1 export#1: write s1.json')
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
  const focused = []
  for (let times = 0; times < 7; times += 1) {
    await page.keyboard.press('Tab')
    focused.push(
      await page.evaluate(
        'document.activeElement.getAttribute("aria-label") ?? document.activeElement.innerText',
      ),
    )
  }
  expect(focused.shift()).toMatch(/^in the same execution: .*one-writer/)
  expect(focused).toEqual(['Steps', 'First', 'Back', 'The violation', 'Forth', 'Last'])
  await page.close()
})

test('what a phone has no room for can be scrolled to, and nothing is cut off', async () => {
  const wide = {
    ...small,
    workload: { ...small.workload, writers: Array.from({ length: 5 }, () => small.workload.writers[0]!) },
  }
  const page5 = reporters['html']?.(
    { ...result, violations: [{ ...explored, counterexample: wide }] },
    context,
  )
  const { page } = await open(browser, painted('wide', page5 ?? ''), {
    viewport: { width: 390, height: 844 },
  })
  const [table, within, shown] = (await page.evaluate(`(() => {
    const scroll = document.querySelector('.scroll')
    return [document.querySelector('.lanes').offsetWidth, scroll.scrollWidth, scroll.clientWidth]
  })()`)) as [number, number, number]
  expect(table).toBeGreaterThan(shown)
  expect(within).toBeGreaterThanOrEqual(table)
  // The page itself is no wider than the phone.
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await page.close()
})

test('2,000 steps are a page of a size that a browser takes at once', async () => {
  const long = workshop.tamper(torn(), ({ counterexample }) => {
    const { steps, schedule } = counterexample
    const at = (index: number) => index % steps.length
    const times = Array.from({ length: 2000 }, (_, index) => index)
    counterexample.steps = times.map((index) => Object.assign({}, steps[at(index)], { position: index + 1 }))
    counterexample.schedule = times.map((index) => Object.assign({}, schedule[at(index)]))
  })
  const { page, complaints } = await open(browser, await paint(long))
  expect(await page.locator('tbody tr').count()).toBe(2001)
  expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(20_000)
  // What is out of sight is not laid out.
  expect(await page.evaluate(lazyTables)).toBeGreaterThan(10)
  for (const key of ['Home', 'End', 'ArrowLeft', 'v', 'ArrowRight']) {
    await page.keyboard.press(key)
    const { y = -1, height = 0 } = (await page.locator('tr[aria-current]').boundingBox()) ?? {}
    expect(y >= 0 && y + height <= 800).toBe(true)
  }
  expect(complaints).toEqual([])
  await page.close()
})

test('it prints whole, without what only a screen is for', async () => {
  const { page } = await open(browser, await paint(torn()))
  await page.emulateMedia({ media: 'print' })
  expect(await page.evaluate(isWhole)).toBe(true)
  expect(await page.getByRole('button').count()).toBe(0)
  await page.close()
})

const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(2)>\u001B[31m\u202Eevil'

function poison({ counterexample }: ReplayFile): void {
  counterexample.finding.message = hostile
  counterexample.lines = {}
  for (const step of counterexample.steps) {
    step.path = hostile
    step.source = `${hostile}:1:1`
    step.error = hostile
    counterexample.lines[step.source] = hostile
  }
  for (const call of counterexample.workload.writers.flat()) call.operation = hostile
  counterexample.files = { s1: hostile }
}

test('nothing that a replay file says is obeyed, in a page or in a terminal', async () => {
  const file = workshop.tamper(torn(), poison)
  const { page, complaints } = await open(browser, await paint(file))
  await page.keyboard.press('ArrowLeft')
  expect(complaints).toEqual([])
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.locator('script').count()).toBe(2)
  expect(await page.locator('.violation > header p').first().innerText()).toBe(
    hostile.replace('\u001B', String.raw`\u001b`).replace('\u202E', String.raw`\u202e`),
  )
  await page.close()
  const { stdout } = await cli('show', file)
  // oxlint-disable-next-line no-control-regex
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/)
  expect(stdout).toContain(String.raw`\u001b[31m\u202eevil`)
})

test('a run that holds says what it has covered, and needs no script', async () => {
  const holding = {
    ...result,
    command: 'check',
    ...holds,
    exhausted: [{ writers: 2, calls: 2, sessions: 1, executions: 12, states: 56, faults: ['kill'] }],
    faults: { kill: 210, errno: 96 },
    faultsByOperation: { rename: { EXDEV: 200 }, write: { ENOSPC: 106 } },
    neverStruck: ['rename EPERM'],
  }
  const { page, complaints } = await open(
    browser,
    painted('holds', reporters['html']?.(holding, context) ?? ''),
  )
  const text = await page.locator('main').innerText()
  for (const fact of [
    /2 writers, 2 calls each, 1 session, one fault \(kill\) at every step: 56 states in 12 executions/,
    /kill\s+210/,
    /rename\s+EXDEV\s+200/,
    /rename EPERM/,
    /not checked/,
  ])
    expect(text).toMatch(fact)
  expect(text).toMatch(/of them overlapping\s+2 \(66 %\)/)
  expect(await page.locator('script').count()).toBe(0)
  expect(complaints).toEqual([])
  await page.close()
})
