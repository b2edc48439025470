import crypto from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import perfHooks from 'node:perf_hooks'
import v8 from 'node:v8'
import vm from 'node:vm'
import { expect, test } from 'vitest'
import { undecided } from '../../harness/writer/virtual/undecided.ts'
import { root } from '../support/cli.ts'
import { runFixture, type Outcome } from '../writer/child.ts'
import { decided } from './decided.ts'

const page = fs.readFileSync(path.join(root, 'docs/architecture.md'), 'utf8')
const [, section = ''] = page.split('### What else a writer can see\n')
const [table = ''] = section.split('\n## ')
const treatments = new Map(
  [...table.matchAll(/^\| (`[^|]+`) \| (\w+) \|/gm)].flatMap(([, names = '', treatment]) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [name, treatment] as const),
  ),
)

const modules: Readonly<Record<string, object>> = {
  crypto,
  subtle: Object.getPrototypeOf(crypto.webcrypto.subtle) as object,
  os,
  performance: Object.getPrototypeOf(perfHooks.performance) as object,
  perf_hooks: perfHooks,
  v8,
  vm,
}

test.each(Object.entries(modules))(
  'every function of %s stands in the table, or is decided',
  (name, holder) => {
    const functions = Object.getOwnPropertyNames(holder).filter((each) => {
      const property = Object.getOwnPropertyDescriptor(holder, each)
      return typeof property?.value === 'function'
    })
    expect(functions.length).toBeGreaterThan(3)
    const known = new Set(decided[name])
    expect(functions.filter((each) => !treatments.has(`${name}.${each}`) && !known.has(each))).toEqual([])
  },
)

test('what is named stands in the table, and what the table says is named is', () => {
  const named = Object.entries(undecided).flatMap(([place, names]) => names.map((name) => `${place}.${name}`))
  expect(named.filter((name) => treatments.get(name) !== 'withdraws')).toEqual([])
  const withdrawn = [...treatments].flatMap(([name, how]) => (how === 'withdraws' ? [name] : []))
  const apart =
    /^(?:performance\.nodeTiming|WeakRef|FinalizationRegistry|net|dgram|dns|Worker|child_process|process\.dlopen)$/
  expect(withdrawn.filter((name) => !apart.test(name) && !named.includes(name))).toEqual([])
})

/** By name in the table, how a target asks. */
const looks: Readonly<Record<string, string>> = {
  Date: 'new Date().getTime() + Date()',
  'Date.now': 'Date.now()',
  'performance.now': 'performance.now()',
  'performance.timeOrigin': 'performance.timeOrigin',
  'process.hrtime': '[process.hrtime(), String(process.hrtime.bigint())]',
  'process.uptime': 'process.uptime()',
  'Intl.DateTimeFormat.format':
    "new Intl.DateTimeFormat('en', { minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }).format()",
  'Intl.DateTimeFormat.formatToParts':
    "new Intl.DateTimeFormat('en', { second: '2-digit', fractionalSecondDigits: 3 }).formatToParts()",
  'Temporal.Now':
    "globalThis.Temporal ? ['instant', 'plainDateTimeISO', 'plainDateISO', 'plainTimeISO', 'zonedDateTimeISO'].map((name) => String(Temporal.Now[name]())) : 'missing'",
  'performance.mark': "performance.mark('a').startTime",
  'performance.measure':
    "[performance.mark('b'), performance.measure('c', 'b'), performance.measure('d'), performance.measure('e', { start: 1 })].map(({ startTime, duration }) => [startTime, duration])",
  PerformanceMark: "new PerformanceMark('f').startTime",
  'Event.timeStamp': "new Event('x').timeStamp",
  'File.lastModified':
    "[new (require('node:buffer').File)([], 'x').lastModified, new (require('node:buffer').File)([], 'x', { type: 'a/b' }).lastModified]",
  'Math.random': 'Math.random()',
  'crypto.randomBytes': "require('node:crypto').randomBytes(4).toString('hex')",
  'crypto.randomFill':
    "await new Promise((done) => require('node:crypto').randomFill(Buffer.alloc(4), (_, bytes) => done(bytes.toString('hex'))))",
  'crypto.randomFillSync': "require('node:crypto').randomFillSync(Buffer.alloc(4)).toString('hex')",
  'crypto.randomInt': "require('node:crypto').randomInt(1e9)",
  'crypto.randomUUID': "require('node:crypto').randomUUID()",
  'crypto.randomUUIDv7': "require('node:crypto').randomUUIDv7?.() ?? 'missing'",
  'crypto.getRandomValues': 'String(crypto.getRandomValues(new Uint8Array(4)))',
  'crypto.prng': "require('node:crypto').prng(4).toString('hex')",
  'crypto.pseudoRandomBytes': "require('node:crypto').pseudoRandomBytes(4).toString('hex')",
  'crypto.rng': "require('node:crypto').rng(4).toString('hex')",
  'process.pid': 'process.pid',
  'process.ppid': 'process.ppid',
  'os.uptime': "require('node:os').uptime()",
  'os.loadavg': "require('node:os').loadavg()",
  'os.freemem': "require('node:os').freemem()",
  'os.cpus': "require('node:os').cpus()",
  'process.availableMemory': 'process.availableMemory?.()',
  'process.cpuUsage': '[process.cpuUsage(), process.cpuUsage({ user: 1, system: 0 })]',
  'process.threadCpuUsage': 'process.threadCpuUsage?.()',
  'process.resourceUsage': 'process.resourceUsage()',
  'process.memoryUsage': '[process.memoryUsage(), process.memoryUsage.rss()]',
  'os.getPriority': "require('node:os').getPriority()",
  'os.setPriority':
    "(() => { const os = require('node:os'); os.setPriority(process.pid, 3); const own = os.getPriority(); try { os.setPriority(4, 3) } catch (error) { return [own, error.message] } })()",
}

/** How a target does what is named; the notes end with the name in the table. */
const acts: Readonly<Record<string, string>> = {
  'crypto.generateKeySync': "require('node:crypto').generateKeySync('hmac', { length: 64 })",
  'ECDH.generateKeys': "require('node:crypto').createECDH('secp256k1').generateKeys()",
  'subtle.generateKey':
    "await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt'])",
  'URL.createObjectURL': 'URL.createObjectURL(new Blob([]))',
  'vm.runInNewContext': "require('node:vm').runInNewContext('Date.now()')",
  'Script.runInNewContext': "new (require('node:vm').Script)('Math.random()').runInNewContext()",
  'v8.getHeapStatistics': "require('node:v8').getHeapStatistics()",
  'performance.eventLoopUtilization': 'performance.eventLoopUtilization()',
  'performance.nodeTiming': 'performance.nodeTiming.startTime',
  'performance.toJSON': 'JSON.stringify(performance)',
  'process.getActiveResourcesInfo': 'process.getActiveResourcesInfo()',
  'report.getReport': 'process.report.getReport()',
}
const harmlessActs: readonly string[] = [
  "require('node:crypto').createDiffieHellman(Buffer.from([23]))",
  "const reader = new Blob(['x']).stream().getReader(); await reader.read(); reader.releaseLock()",
  "const key = await crypto.subtle.importKey('raw', Buffer.alloc(16), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']); await crypto.subtle.sign('HMAC', key, Buffer.from('x'))",
  'const ref = new WeakRef({}); ref.deref()',
  'new FinalizationRegistry(() => {}).register({}, 1)',
]

function runAll(codes: readonly string[]): Outcome[] {
  const { results } = runFixture('run-virtual.mjs', { snippets: codes.map((code) => ({ code })) }) as {
    results: Outcome[]
  }
  return results
}

const virtual = [...treatments].flatMap(([name, how]) => (how === 'virtual' ? [name] : []))
const returned = (names: readonly string[]) => names.map((name) => `return ${looks[name] ?? 'missing'}`)

test('what is virtual is the same in another process at another time', () => {
  // Time goes by, on the second run, before each look.
  const busy =
    'const until = process.argv; for (let spin = 0; spin < 3e6; spin += 1) if (until === spin) break; '
  const first = runAll(returned(virtual))
  const second = runAll(returned(virtual).map((code) => busy + code))
  for (const [index, name] of virtual.entries()) {
    expect.soft(first[index]?.error, name).toBeUndefined()
    expect.soft(second[index]?.value, name).toEqual(first[index]?.value)
  }
})

test('what withdraws is named, and what follows from its arguments is not', () => {
  const outcomes = runAll([...Object.values(acts), ...harmlessActs])
  for (const [index, name] of Object.keys(acts).entries()) {
    expect.soft(outcomes[index]?.error, name).toBeUndefined()
    expect.soft(outcomes[index]?.notes, name).toContain(`not the same each time: ${name}`)
  }
  for (const { notes, error } of outcomes.slice(Object.keys(acts).length))
    expect({ notes, error }).toEqual({ notes: [] })
})

test('a priority of another process is refused, and named', () => {
  const [outcome] = runAll([`return ${looks['os.setPriority']}`])
  expect(outcome?.value).toEqual([3, expect.stringContaining('ESRCH')])
  expect(outcome?.notes).toEqual(['priority: os.setPriority of process 4'])
})
