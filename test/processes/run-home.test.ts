import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { RunHome } from '../../harness/processes/run-home.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const base = scratchDirectory('run-home')

test('the guard knows of the directory before anything is in it', () => {
  const location = path.join(base, 'onewriter-1-abc')
  const told: string[][] = []
  const home = new RunHome(location)
  home.make({ holds: () => void told.push(fs.readdirSync(location)) })
  expect(told).toEqual([[]])
  home.remove()
  expect(fs.existsSync(location)).toBe(false)
})
