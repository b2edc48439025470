import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'

/** A version of this package, built. */
export interface Checkout {
  readonly root: string
}

/** What one check came to. */
export interface Outcome {
  /** From the start of the command to its end, which a violation is. */
  readonly seconds: number
  /** What is violated; null where nothing was found. */
  readonly oracle: string | null
}

/** What a target is asked that breaks nothing otherwise: what the defect depends on. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'pid-counter-temp-name': ['--same-pid'],
  'export-after-flush': ['--oracle=issue-order'],
}

/** A usage error, which an older version has where it does not know an option or an oracle. */
const usageExitCode = 2

/** Checks a known-bad target with a checkout's own program; null where that version has no such target, or cannot be asked. */
export async function firstViolation(
  { root }: Checkout,
  name: string,
  seed: number,
): Promise<Outcome | null> {
  const target = path.join(root, 'test/known-bad', `${name}.ts`)
  if (!fs.existsSync(target)) return null
  const { bin } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    bin: { onewriter: string }
  }
  const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'onewriter-seconds-'))
  try {
    const started = performance.now()
    const { stdout, exitCode } = await execa(
      process.execPath,
      [
        path.join(root, bin.onewriter),
        'check',
        target,
        `--seed=${seed}`,
        `--output-dir=${outputDir}`,
        '--reporter=json',
        ...(needed[name] ?? []),
      ],
      { reject: false, env: { GITHUB_ACTIONS: undefined } },
    )
    const seconds = (performance.now() - started) / 1000
    if (exitCode === usageExitCode) return null
    const { violations } = JSON.parse(stdout) as { violations: readonly { oracle: string }[] }
    return { seconds, oracle: violations[0]?.oracle ?? null }
  } finally {
    fs.rmSync(outputDir, { recursive: true })
  }
}
