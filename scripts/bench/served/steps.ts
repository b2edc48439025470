import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Reaction } from '../../../harness/model/program.ts'
import { median } from '../figures.ts'
import { withServedCommands } from './with-served-commands.ts'

/** System calls that a program makes over and over; each is one step. */
export const loops = {
  stat: 'os.stat(file)',
  append: 'os.write(log, text)',
  rename: 'os.rename(names[turn % 2], names[1 - turn % 2])',
} as const
export type Loop = keyof typeof loops | 'threads'

/** Makes so many calls in the directory of its first argument, and writes what each took, in microseconds, into its second. */
const inPython = (loop: keyof typeof loops, times: number) => `
import os, sys, time
folder, said = sys.argv[1:]
file = folder + '/s1.json'
names = [file, folder + '/other']
text = b'x' * 1024
open(file, 'w').close()
log = os.open(folder + '/log', os.O_WRONLY | os.O_CREAT | os.O_APPEND)
start = time.perf_counter()
for turn in range(${times}):
  ${loops[loop]}
micros = (time.perf_counter() - start) * 1e6 / ${times}
open(said, 'w').write(str(micros))`

/** A program of ten threads, of which one works: Node. */
const inNode = (times: number) => `
const fs = require('node:fs')
const [, folder, said] = process.argv
fs.writeFileSync(folder + '/s1.json', '{}')
const from = performance.now()
for (let turn = 0; turn < ${times}; turn += 1) fs.statSync(folder + '/s1.json')
fs.writeFileSync(said, String((performance.now() - from) * 1000 / ${times}))`

const commandOf = (loop: Loop, times: number): readonly [string, ...string[]] =>
  loop === 'threads'
    ? [process.execPath, '-e', inNode(times)]
    : ['/usr/bin/python3', '-S', '-E', '-c', inPython(loop, times)]

const bareTimes = 50_000
const servedTimes = 2_000
const samples = 5

/** What one call takes in a directory of the machine's: the system call, and Node around it. */
export function bareMicros(loop: Loop, scratch: string): number {
  return median(
    Array.from({ length: samples }, (_, sample) => {
      const dir = path.join(scratch, `bare-${loop}-${sample}`)
      fs.mkdirSync(dir)
      const said = path.join(dir, 'said')
      const [program, ...args] = commandOf(loop, bareTimes)
      spawnSync(program, [...args, dir, said], { stdio: 'inherit' })
      return Number(fs.readFileSync(said, 'utf8'))
    }),
  )
}

export interface ServedFigures {
  /** By loop. */
  readonly micros: Readonly<Record<Loop, number>>
  /** From nothing to a mounted directory. */
  readonly mountMillis: number
  /** To empty the directory before the next execution. */
  readonly emptyMicros: number
}

/** The same where each call is a step, which is granted as soon as the program waits. */
export async function servedFigures(scratch: string): Promise<ServedFigures> {
  const said = path.join(scratch, 'said')
  let loop: Loop = 'stat'
  const commandsIn = (dir: string) => [[...commandOf(loop, servedTimes), dir, said]]
  return withServedCommands(path.join(scratch, 'served'), commandsIn, (programs) => {
    const dir = programs.directory()
    const from = performance.now()
    const [program] = programs.behindWriters(1)
    const mountMillis = performance.now() - from
    const plan = { operation: 'write', session: 's1', payloadBytes: 1, awaited: true }
    const empty: number[] = []
    const measure = () => {
      const waiting: number[] = []
      const take = ({ asked = [] }: Reaction) => waiting.push(...asked.map(({ id }) => id))
      const order = { dir: dir.path, writer: 1, seed: 1, pid: 1, workload: { writers: [[plan]], readers: 0 } }
      if (program) take(program.begin(order))
      for (let id = waiting.shift(), position = 1; id !== undefined; id = waiting.shift(), position += 1)
        if (program) take(program.grant({ id, position, nowMicros: 1e15 }, () => `step ${position}`))
      const before = performance.now()
      dir.clear()
      empty.push((performance.now() - before) * 1000)
      return Number(fs.readFileSync(said, 'utf8'))
    }
    const microsOf = (chosen: Loop) => {
      loop = chosen
      return median(Array.from({ length: samples }, measure))
    }
    const micros = {
      stat: microsOf('stat'),
      append: microsOf('append'),
      rename: microsOf('rename'),
      threads: microsOf('threads'),
    }
    return { micros, mountMillis, emptyMicros: median(empty) }
  })
}
