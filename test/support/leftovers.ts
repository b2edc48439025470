import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const mark = 'ONEWRITER_TEST_MARK'

/** A harness's surroundings, marked so that whatever it leaves in them can be found. */
export class Surroundings {
  readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'surroundings-'))
  readonly env = { [mark]: randomUUID() }

  /** Pids of processes that inherited the mark, and entries of the directory. */
  leftovers(): string[] {
    return [...markedProcesses(`${mark}=${this.env[mark]}`), ...fs.readdirSync(this.dir)]
  }

  remove(): void {
    fs.rmSync(this.dir, { recursive: true, force: true })
  }
}

function markedProcesses(text: string): string[] {
  if (!fs.existsSync('/proc/self/environ')) {
    const lines = execFileSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n')
    return lines.filter((line) => line.includes(text))
  }
  return fs.readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(text))
}

/** Empty for a process that has just gone, or that is reaped any moment. */
function environmentOf(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'latin1')
  } catch {
    return ''
  }
}
