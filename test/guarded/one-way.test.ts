import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../support/cli.ts'

/** What lists, makes, writes, moves or removes, of Node and of the packages in use. */
const names =
  'rm|unlink|rmdir|readdir|opendir|mkdtemp|mkdir|writeFile|appendFile|rename|symlink|link|copyFile|cp|truncate|l?chmod|l?chown|l?utimes'
const changing = new RegExp(
  String.raw`\b(?:${names})Sync\(|\b(?:fs|promises)\.(?:${names})\(|\bcreateWriteStream\(|\bwithDir\(|fs/promises|\brm -`,
  'g',
)

/**
 * Who does so beside `harness/guarded`, and with what: on descriptors or names of its own making (`at`), or in the
 * user's own directories, by name.
 */
const others: Readonly<Record<string, { readonly uses: readonly string[]; readonly why: string }>> = {
  'programs/interposed/real-directory.ts': {
    uses: ['chmod', 'link', 'mkdir', 'symlink', 'utimes', 'writeFile'],
    why: 'the run directory, by the way of its guard',
  },
  'programs/served/process/command-run.ts': {
    uses: ['unlink'],
    why: 'a file that it has just made itself, and that has no name from then on',
  },
  'programs/served/process/process-tree.ts': { uses: ['readdir'], why: 'the threads of a process, in /proc' },
  'typescript/compile-cache.ts': { uses: ['rename'], why: 'by the way of its guard' },
  'processes/liveness.ts': { uses: ['writeFile'], why: 'by the way of its guard' },
  'processes/sweep.ts': { uses: ['readdir'], why: 'the names in --dir; what has one is guarded' },
  'recording/output-dir.ts': {
    uses: ['mkdir', 'rename', 'rm', 'rmdir', 'writeFile'],
    why: 'the one way into --output-dir',
  },
  'recording/checkpoint.ts': { uses: ['rm'], why: 'a name in --output-dir' },
  'recording/load-results.ts': { uses: ['readdir'], why: 'the directory that merge is given' },
  'engine/soak/soak.ts': { uses: ['rename'], why: 'a name in --output-dir' },
  'cli/outputs.ts': { uses: ['writeFile'], why: 'the file of a --reporter' },
  'cli/github-actions.ts': { uses: ['appendFile'], why: 'the summary that GitHub names' },
  'regress/placed.ts': { uses: ['chmod', 'writeFile'], why: 'the new files of regress' },
  'init/init.ts': { uses: ['writeFile'], why: 'the new file of init' },
}

const folder = path.join(root, 'harness')
const sources = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('guarded/'))
  // There, a target's own steps are carried out.
  .filter((file) => !file.startsWith('writer/fs/'))

function usesOf(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  const calls = [...code.matchAll(changing)].map(([call]) =>
    call.replace(/^.*\./, '').replace(/(?:Sync)?\($/, ''),
  )
  return [...new Set(calls)].toSorted()
}

test('nothing lists, writes or removes but by the way of the guards', () => {
  const found = sources.flatMap((file) => {
    const uses = usesOf(fs.readFileSync(path.join(folder, file), 'utf8'))
    return uses.length === 0 ? [] : [[file, uses] as const]
  })
  const allowed = Object.entries(others).map(([file, { uses }]) => [file, uses])
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(allowed))
})

test('the search sees what it looks for', () => {
  expect(usesOf('fs.rmSync(dir, { recursive: true })\nawait fs.promises.rm(dir)\n// rm(x)')).toEqual(['rm'])
  expect(usesOf('for f in *; do rm -rf "$f"; done')).toEqual(['rm -'])
  expect(usesOf('site.originals.unlinkSync(target)')).toEqual(['unlink'])
})
