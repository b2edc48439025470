import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pins } from '../../harness/processes/cores.ts'

const handOffs = 50_000

/** Waits for a byte, makes the next bare system call of temp + rename, and answers with a byte. */
const writer = `
  const fs = require('fs')
  const [dir] = process.argv.slice(1)
  const byte = Buffer.alloc(1), piece = Buffer.alloc(64)
  const temporary = dir + '/s1.json.tmp', file = dir + '/s1.json'
  let fd = 0
  const steps = [
    () => { fd = fs.openSync(temporary, 'w') },
    () => fs.writeSync(fd, piece),
    () => fs.writeSync(fd, piece),
    () => fs.closeSync(fd),
    () => fs.renameSync(temporary, file),
  ]
  for (let step = 0; fs.readSync(3, byte) > 0; step = (step + 1) % steps.length) {
    steps[step]()
    fs.writeSync(4, byte)
  }`

/** Hands off, waits, and prints the microseconds of each. */
const controller = `
  const fs = require('fs')
  const byte = Buffer.alloc(1)
  const handOff = () => { fs.writeSync(3, byte); fs.readSync(4, byte) }
  for (let warm = 0; warm < 5000; warm += 1) handOff()
  const from = performance.now()
  for (let count = 0; count < ${handOffs}; count += 1) handOff()
  console.log((performance.now() - from) * 1000 / ${handOffs})`

/**
 * What no controller of processes can do without: a blocking hand-off between two bare Node processes on one core,
 * and the bare system call of the step. In microseconds a step.
 */
export function floorMicros(): number {
  const dir = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'floor-'))
  const names = ['there', 'back'].map((name) => path.join(dir, name))
  spawnSync('mkfifo', names)
  const [there, back] = names.map((name) => {
    const both = fs.openSync(name, 'r+')
    const ends = { read: fs.openSync(name, 'r'), write: fs.openSync(name, 'w') }
    fs.closeSync(both)
    return ends
  }) as [{ read: number; write: number }, { read: number; write: number }]
  const [program, ...pin] = [...(pins()[0] ?? []), process.execPath]
  const child = spawn(program, [...pin, '-e', writer, dir], {
    stdio: ['ignore', 'inherit', 'inherit', there.read, back.write],
  })
  fs.closeSync(there.read)
  fs.closeSync(back.write)
  const stdio = ['ignore', 'pipe', 'inherit', there.write, back.read] as const
  const { stdout } = spawnSync(program, [...pin, '-e', controller], { stdio: [...stdio], encoding: 'utf8' })
  fs.closeSync(there.write)
  fs.closeSync(back.read)
  child.kill()
  fs.rmSync(dir, { recursive: true })
  return Number(stdout)
}
