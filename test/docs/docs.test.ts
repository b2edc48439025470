import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { pins, type Pin } from '../../harness/processes/cores.ts'
import { parseArguments } from '../../harness/cli/arguments.ts'
import { oracleNames } from '../../harness/model/verdict.ts'
import { assertRead } from '../../harness/settings/assert-read.ts'
import { root } from '../support/cli.ts'
import { exploreHere } from '../support/explore-here.ts'
import { Places } from '../support/places.ts'

/**
 * How pages are run, each in a project of its own that has `save.target.ts` of `docs/ci.md`, block by block:
 *
 * - a block with a file name behind its language is that file; TypeScript without one has to parse;
 * - of a shell block, and of `run:` in YAML, every `npx onewriter` is run; `# exit 1` behind it is what it exits with;
 * - of a transcript, whose commands stand behind `$`, the line below says whether it is violated;
 * - a replay file is the latest one of the same target and oracle, since the rest of its name follows from its content.
 *
 * What holds is held to few executions. What is violated, and needed by no other command of its page, is found in this
 * very process, by as few processes as will do. Commands wait for each other only where one needs what another has saved, or where
 * a file is written anew.
 */
const pages = ['README.md', ...fs.readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
)
const amaro = createRequire(import.meta.url)('amaro') as {
  transformSync(source: string, options: { mode: 'strip-only' }): { code: string }
}
/** Faults cost processes: a kill ends one, and a power loss starts one. */
const mostExecutions = { plain: 20, withFaults: 10 }

interface Block {
  readonly language: string
  readonly file: string
  readonly text: string
}

function blocksOf(page: string): Block[] {
  const text = fs.readFileSync(path.join(root, page), 'utf8')
  return [...text.matchAll(/^```(\w*) ?(.*)\n([^]*?)^```$/gm)].map(
    ([, language = '', file = '', body = '']) => ({
      language,
      file,
      text: body,
    }),
  )
}

/** A command has a core to itself. To start a controller on every core would take longer than such short runs do. */
const cores = pins()
const places = new Places(cores.length)

const saves = blocksOf('docs/ci.md').find(({ file }) => file === 'save.target.ts')?.text ?? ''

/** A project with a writer that holds, in which `npx onewriter` is the program under test. */
class Project {
  readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'docs-'))
  #running: Promise<void>[] = []

  constructor() {
    const modules = path.join(this.dir, 'node_modules')
    fs.mkdirSync(path.join(modules, '.bin'), { recursive: true })
    fs.mkdirSync(path.join(this.dir, '.onewriter'))
    fs.symlinkSync(root, path.join(modules, 'onewriter'))
    fs.symlinkSync(path.join(root, 'test'), path.join(this.dir, 'test'))
    const entry = path.join(root, 'dist/harness/cli.bundle.js')
    const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${entry}" "$@"\n`
    fs.writeFileSync(path.join(modules, '.bin/npx'), npx, { mode: 0o755 })
    fs.writeFileSync(path.join(this.dir, 'save.target.ts'), saves)
  }

  async write(name: string, text: string): Promise<void> {
    const file = path.join(this.dir, name)
    if (fs.existsSync(file)) await this.finish()
    fs.writeFileSync(file, text)
  }

  /** Finds what an `explore` shall find. */
  async find(command: string): Promise<void> {
    await this.finish()
    const { operands, options } = parseArguments(command.split(/\s+/).slice(2))
    assertRead('explore', options, 'flag')
    const [target = ''] = operands
    const outputDir = path.join(this.dir, '.onewriter')
    const asked = { seed: 1, maxTime: '2m', ...options, outputDir }
    const { verdict } = await exploreHere(path.join(this.dir, target), asked, { once: true })
    expect(verdict, command).toBe('violated')
  }

  /** Starts a command once there is a place for it. {@link finish} says what came of it. */
  async begin(command: string, exit: number): Promise<void> {
    // It may need what the commands before it have saved.
    if (/ \.onewriter\b/.test(command)) await this.finish()
    const line = this.#prepared(command, exit)
    const running = places.within((place) => this.#run(line, exit, cores[place] ?? []))
    // Whoever finishes learns of it.
    running.catch(() => {})
    this.#running.push(running)
  }

  /** Waits for all that was begun. */
  async finish(): Promise<void> {
    const results = await Promise.allSettled(this.#running)
    this.#running = []
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  async #run(line: string, exit: number, pin: Pin): Promise<void> {
    const PATH = `${path.join(this.dir, 'node_modules/.bin')}:${process.env['PATH']}`
    const env = { PATH, NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined }
    const [program, ...rest] = [...pin, 'sh', '-c', line]
    const { exitCode, all } = await execa(program, rest, {
      cwd: this.dir,
      env,
      reject: false,
      all: true,
    })
    expect(exitCode, `${line}\n${all}`).toBe(exit)
  }

  #prepared(command: string, exit: number): string {
    const line = command
      .replaceAll(/\$\{\{ matrix\.shard \}\}/g, '1')
      .replaceAll(/\$\{\{ github\.run_number \}\}/g, '7')
      .replace('--shard=1/3', '--shard=1/1')
      .replace(/ \.onewriter\/(\S+)-[0-9a-f]{8}\.json/, (_, kind) => ` .onewriter/${this.#latest(kind)}`)
    if (exit !== 0 || !/onewriter (check|explore|race|soak) /.test(line) || line.includes('exhaustive'))
      return line
    const hasFaults = /onewriter (check|soak) | --faults=/.test(line) && !line.includes('--faults=none')
    const [given, asked = Infinity] = / --executions=(\d+)/.exec(line) ?? ['']
    const executions = Math.min(Number(asked), mostExecutions[hasFaults ? 'withFaults' : 'plain'])
    return `${line.replace(given, '')} --executions=${executions} --writers=2`
  }

  /** The replay file that was saved last of those that are named `TARGET-ORACLE`. */
  #latest(kind: string): string {
    const dir = path.join(this.dir, '.onewriter')
    const saved = fs.readdirSync(dir).filter((name) => name.replace(/-[0-9a-f]{8}\.json$/, '') === kind)
    const times = new Map(saved.map((name) => [name, fs.statSync(path.join(dir, name)).mtimeMs]))
    const [latest] = saved.toSorted((one, other) => (times.get(other) ?? 0) - (times.get(one) ?? 0))
    if (latest === undefined) throw new Error(`expected a replay file of ${kind}, and none was saved`)
    return latest
  }
}

/** The commands of a block, each with the exit code that the page promises. */
function commandsOf({ language, text }: Block): { command: string; exit: number }[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const isYaml = language === 'yaml'
    const pattern = isYaml ? /^\s*- run: (npx onewriter .*)$/ : /^(?:\$ )?(npx onewriter .*)$/
    const [, command] = pattern.exec(line) ?? []
    if (command === undefined) return []
    const [bare = '', promised] = command.split(/\s+# exit /)
    const below = lines.slice(index + 1, index + 4).join('\n')
    const isViolated = line.startsWith('$ ') && /^VIOLATED|^reproduced/m.test(below)
    return [{ command: bare, exit: promised === undefined ? Number(isViolated) : Number(promised) }]
  })
}

test.concurrent.each(pages)(
  '%s does what it says',
  async (page) => {
    const project = new Project()
    try {
      const blocks = blocksOf(page)
      const goesOn = blocks.some((block) =>
        commandsOf(block).some(({ command }) => / \.onewriter\b/.test(command)),
      )
      for (const block of blocks) {
        const { language, file, text } = block
        if (language === 'ts') expect(() => amaro.transformSync(text, { mode: 'strip-only' })).not.toThrow()
        if (file !== '') await project.write(file, text)
        for (const { command, exit } of commandsOf(block)) {
          const isFound = exit === 1 && !goesOn && command.startsWith('npx onewriter explore ')
          await (isFound ? project.find(command) : project.begin(command, exit))
        }
      }
      await project.finish()
    } finally {
      // Where a block is wrong, commands may still be under way.
      await project.finish().catch(() => {})
      fs.rmSync(project.dir, { recursive: true, force: true })
    }
  },
  // Pages wait for each other's commands.
  600_000,
)

test('every page is read, and most of them run something', () => {
  expect(pages.length).toBeGreaterThanOrEqual(6)
  const commands = pages.map((page) => blocksOf(page).flatMap(commandsOf).length)
  expect(commands.filter((amount) => amount > 0).length).toBeGreaterThanOrEqual(5)
})

test('links between pages lead somewhere', () => {
  for (const page of pages) {
    const text = fs.readFileSync(path.join(root, page), 'utf8')
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      expect(fs.existsSync(path.join(root, path.dirname(page), link)), `${page}: ${link}`).toBe(true)
    }
  }
})

test('the page on bug reports says how to ask for each oracle that is asked by itself', () => {
  const text = fs.readFileSync(path.join(root, 'docs/from-bug-report-to-test.md'), 'utf8')
  const told = [...text.matchAll(/^\|.* `--oracle=([\w-]+)(?: --faults=[\w,-]+)?` \|$/gm)].map(
    ([, name]) => name,
  )
  const onlyByName = new Set<string>(['issue-order', 'calls-succeed'])
  expect(told).toEqual(oracleNames.filter((name) => !onlyByName.has(name)))
})
