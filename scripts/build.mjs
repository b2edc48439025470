/**
 * Makes `dist` from the sources, and does nothing where it was made from these. Plain JavaScript, since it comes first.
 *
 * Usage: `node scripts/build.mjs`
 */
import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { build } from 'rolldown'

/** What `dist` is made of. */
const sources = ['harness', 'src', 'scripts', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']
const stamp = 'dist/.made-of.json'

/**
 * What is started often, each in one file: a writer for every kill and every confirmation, two controllers for every
 * search. One file loads in half the time of seventy.
 */
const programs = ['cli', 'controller/main', 'writer/main', 'writer/controlled/main', 'writer/served/main']

const madeOf = JSON.stringify(sources.flatMap(filesIn).map(versionOf))
if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== madeOf) await make()

async function make() {
  fs.rmSync(stamp, { force: true })
  const compiler = { preferLocal: true, stdio: 'inherit', reject: false }
  for (const project of ['tsconfig.build.json', 'harness/report/html/browser']) {
    const { exitCode } = await execa('tsc', ['-p', project], compiler)
    if (exitCode !== 0) process.exit(exitCode ?? 1)
  }
  await build([
    ...programs.map((name) => bundleOf(`${name}.js`, `${name}.bundle.js`)),
    // What a target imports. An engine, which a target does not load, throws the same errors as it.
    bundleOf('index.js', 'index.bundle.js', [/\/engine\//, /\/settings\//, /\/model\/errors\./]),
    // What Jest and Bun load. Jest takes CommonJS alone, unless it is given a flag.
    bundleOf('jest.js', 'jest.cjs'),
    bundleOf('bun-test.js', 'bun-test.bundle.js'),
  ])
  fs.writeFileSync(stamp, madeOf)
}

/**
 * @param {string} input below dist/harness
 * @param {string} output below dist/harness
 * @param {readonly RegExp[]} apart what is left in files of its own
 * @returns {import('rolldown').BuildOptions}
 */
function bundleOf(input, output, apart = []) {
  const format = output.endsWith('.cjs') ? 'cjs' : 'esm'
  return {
    input: `dist/harness/${input}`,
    platform: 'node',
    external: ['amaro', ...apart],
    output: { file: `dist/harness/${output}`, format, codeSplitting: false },
  }
}

/** @param {string} source */
function filesIn(source) {
  if (!fs.statSync(source).isDirectory()) return [source]
  const entries = fs.readdirSync(source, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
}

/** @param {string} file */
function versionOf(file) {
  const { size, mtimeMs } = fs.statSync(file)
  return [file, size, mtimeMs]
}
