import { randomInt } from 'node:crypto'
import path from 'node:path'
import * as v from 'valibot'
import { parseDurationMillis } from '../model/duration.ts'
import { injectedErrors, persistenceNames } from '../model/fault.ts'
import { askableFaults, controlNames, faultNames, runnerNames, strategyNames } from '../model/settings.ts'
import { oracleNames } from '../model/verdict.ts'

const maxSeed = 2 ** 31 - 1

/** Text from the command line and numbers from the API are the same to a user. */
function whole(min: number, max: number = Number.MAX_SAFE_INTEGER) {
  const expected = `expected a whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`}`
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))], expected),
    v.integer(expected),
    v.minValue(min, expected),
    v.maxValue(max, expected),
  )
}

/** A list, given as an array or as words with commas between them. */
function listOfWords(expected: string) {
  return v.pipe(
    v.union(
      [
        v.array(v.string()),
        v.pipe(
          v.string(),
          v.transform((text) => text.split(',').map((name) => name.trim())),
        ),
      ],
      expected,
    ),
    v.minLength(1, expected),
  )
}

function listOf<const Names extends readonly string[]>(names: Names) {
  const expected = `expected a list of ${names.join(', ')}`
  return v.pipe(listOfWords(expected), v.array(v.picklist(names, expected), expected))
}

const expectedFaults = `expected a list of ${[...faultNames, ...persistenceNames.map((model) => `power-loss:${model}`), 'errno:CODE'].join(', ')}, or none; CODE is one of ${injectedErrors.join(', ')}`

/** Faults by name; after `errno:CODE` a code may stand alone: `errno:ENOSPC,EIO`. */
const faultList = v.pipe(
  listOfWords(expectedFaults),
  v.transform((words) =>
    words.map((word, at) => {
      const isCode = /^E[A-Z0-9]+$/.test(word) && /^(errno:)?E[A-Z0-9]+$/.test(words[at - 1] ?? '')
      return isCode && words.some((each) => each.startsWith('errno:')) ? `errno:${word}` : word
    }),
  ),
  v.transform((words) => words.filter((word) => word !== 'none')),
  v.array(v.picklist(askableFaults, expectedFaults), expectedFaults),
)

/** A path; none has a NUL byte. */
function named(expected: string) {
  return v.pipe(
    v.string(expected),
    v.nonEmpty(expected),
    v.check((text) => !text.includes('\0'), expected),
  )
}

const flag = v.optional(v.boolean('expected no value'), false)

const expectedTime = 'expected a time such as 500ms, 30s, 5m or 2h'
const duration = v.union(
  [
    v.pipe(v.number(), v.minValue(1, expectedTime), v.finite(expectedTime)),
    v.pipe(v.string(), v.transform(parseDurationMillis), v.number(expectedTime)),
  ],
  expectedTime,
)

const shard = v.pipe(
  v.string('expected i/n, for example 1/3'),
  v.transform((text) => /^([1-9]\d*)\/([1-9]\d*)$/.exec(text)),
  v.check(
    (match) => match !== null && Number(match[1]) <= Number(match[2]),
    'expected i/n with i from 1 to n, for example 1/3',
  ),
  v.transform((match) => ({ index: Number(match?.[1]), count: Number(match?.[2]) })),
)

/** Every setting, by its name in the API and in `defineConfig`. */
export const settingsSchema = v.strictObject({
  writers: v.optional(whole(1, 64)),
  calls: v.optional(whole(1, 1000)),
  sessions: v.optional(whole(1, 64)),
  readers: v.optional(whole(0, 64)),
  seed: v.optional(whole(0, maxSeed), () => randomInt(maxSeed)),
  executions: v.optional(whole(1)),
  maxTime: v.optional(duration),
  strategy: v.optional(v.picklist(strategyNames, `expected one of ${strategyNames.join(', ')}`), 'portfolio'),
  faults: v.optional(faultList),
  faultsAtOnce: v.optional(whole(1, 8)),
  oracle: v.optional(listOf(oracleNames)),
  control: v.optional(v.picklist(controlNames, `expected one of ${controlNames.join(', ')}`), 'auto'),
  samePid: flag,
  isolate: flag,
  predict: v.optional(v.boolean('expected no value'), true),
  strict: flag,
  bail: v.optional(whole(0)),
  times: v.optional(whole(1), 10),
  reporter: v.optional(v.array(v.string())),
  outputDir: v.optional(named('expected a directory'), '.onewriter'),
  dir: v.optional(
    v.pipe(
      named('expected a directory'),
      v.transform((dir) => path.resolve(dir)),
    ),
  ),
  shard: v.optional(shard, '1/1'),
  runtime: v.optional(named('expected the path of a program'), process.execPath),
  changed: v.optional(named('expected a branch or a commit')),
  runner: v.optional(v.picklist(runnerNames, `expected one of ${runnerNames.join(', ')}`)),
  into: v.optional(named('expected a directory')),
  force: flag,
})

/** What the API's functions and `defineConfig` take. */
export type RunOptions = v.InferInput<typeof settingsSchema>
