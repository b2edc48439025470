import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ReplayFile } from '../../harness/recording/schema.ts'
import { cliResult } from './cli.ts'

/** A directory with a copy of a target, and what is saved of its violations. */
export class Workshop {
  readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'workshop-'))

  /** Copies a target, so that it can be changed. */
  copy(target: string): string {
    const copy = path.join(this.dir, path.basename(target))
    fs.copyFileSync(target, copy)
    // What it imports by name is found from there, too.
    const modules = path.join(this.dir, 'node_modules')
    if (!fs.existsSync(modules)) fs.mkdirSync(modules)
    const link = path.join(modules, 'onewriter')
    if (!fs.existsSync(link)) fs.symlinkSync(path.resolve(import.meta.dirname, '../..'), link)
    return copy
  }

  /** Finds a violation and returns the path of its replay file. */
  async violate(target: string, ...options: string[]): Promise<string> {
    const saved = `--output-dir=${path.join(this.dir, 'saved')}`
    const { result, stderr } = await cliResult('explore', target, '--seed=1', saved, ...options)
    const file = result.violations[0]?.replayFile
    if (!file) throw new Error(`expected a violation of ${target}, got ${result.verdict} ${stderr}`)
    return path.resolve(file)
  }

  read(file: string): ReplayFile {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as ReplayFile
  }

  /** Saves a changed copy of a replay file beside it. */
  tamper(file: string, change: (content: ReplayFile & Record<string, unknown>) => unknown): string {
    const content = this.read(file) as ReplayFile & Record<string, unknown>
    const changed = change(content) ?? content
    const name = path.join(path.dirname(file), `tampered-${fs.readdirSync(path.dirname(file)).length}.json`)
    fs.writeFileSync(name, typeof changed === 'string' ? changed : JSON.stringify(changed))
    return name
  }

  remove(): void {
    fs.rmSync(this.dir, { recursive: true, force: true })
  }
}
