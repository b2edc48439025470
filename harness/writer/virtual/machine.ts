import os from 'node:os'
import { disguise } from '../fs/faces/disguise.ts'
import type { Clock } from './clock.ts'
import type { Patches } from './patches.ts'

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown
type Numbers = Readonly<Record<string, number>>

/** A machine that has been up for some days when an execution begins. */
const upSeconds = 1_000_000
const memoryBytes = 2 ** 26
/** What https://nodejs.org/api/process.html#processmemoryusage tells of a process of that size. */
const memory = {
  rss: memoryBytes,
  heapTotal: 2 ** 25,
  heapUsed: 2 ** 24,
  external: 2 ** 20,
  arrayBuffers: 2 ** 16,
}

/** Makes what Node tells of the load of machine and process the same each time. */
export function patchMachine(patches: Patches, clock: Clock): void {
  const replace = (object: object, name: string, face: AnyFunction): void => {
    const original = Reflect.get(object, name) as AnyFunction | undefined
    if (typeof original === 'function') patches.replace(object, name, disguise(face, original))
  }
  const micros = () => Math.floor(clock.nanos() / 1000)
  const free = Math.floor(os.totalmem() / 2)
  replace(os, 'uptime', () => upSeconds + Math.floor(clock.nanos() / 1e9))
  replace(os, 'loadavg', () => [0, 0, 0])
  replace(os, 'freemem', () => free)
  const { cpus } = os
  replace(os, 'cpus', () =>
    cpus().map(({ model }) => ({ model, speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } })),
  )
  replace(process, 'availableMemory', () => free)
  for (const name of ['cpuUsage', 'threadCpuUsage']) {
    const original = Reflect.get(process, name) as AnyFunction | undefined
    replace(process, name, (before) => {
      // Refuses what it does not take.
      if (original) Reflect.apply(original, process, [before])
      const { user = 0, system = 0 } = (before ?? {}) as Numbers
      return { user: micros() - user, system: 0 - system }
    })
  }
  const usage = process.resourceUsage.bind(process)
  replace(process, 'resourceUsage', () => ({
    ...Object.fromEntries(Object.keys(usage()).map((name) => [name, 0])),
    userCPUTime: micros(),
    maxRSS: memoryBytes / 1024,
  }))
  const { memoryUsage } = process
  const rss = disguise(() => memory.rss, Reflect.get(memoryUsage, 'rss'))
  const face = disguise(() => ({ ...memory }), memoryUsage)
  patches.replace(process, 'memoryUsage', Object.assign(face, { rss }))
}
