import { explore, type OracleName } from 'onewriter'
import { expect, onTestFinished, test } from 'vitest'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { knownBad } from '../support/targets.ts'

const pair = { writers: 2, calls: 1 }
const several = { writers: 2, calls: 2 }

/** The least that can show each defect, known by thinking about it. `test/execute/search.test.ts` has more. */
const least: readonly [name: string, oracle: OracleName, from: object, size: object][] = [
  ['in-place-beside-rename', 'parses', pair, { writers: 2, calls: 2, switches: 2 }],
  ['snapshot-after-flush', 'program-order', several, { writers: 1, calls: 2, switches: 0 }],
  ['dropped-debounce-tail', 'program-order', several, { writers: 1, calls: 2, switches: 0 }],
]

test.each(least)(
  'what breaks %s is shrunk to the fewest writers, calls and switches',
  async (name, oracle, from, size) => {
    const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'shrink-'))
    onTestFinished(() => fs.rmSync(outputDir, { recursive: true }))
    const options = { ...from, sessions: 1, seed: 1, oracle: [oracle], outputDir }
    const { violations } = await explore(knownBad(name), options)
    expect(violations).toMatchObject([{ oracle, minimal: true, ...size }])
  },
)
