import fs from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'

/** Files that nobody shall touch: whatever differs later is harm. */
export class Canaries {
  dir: string
  readonly #madeAt = Math.floor(Date.now() / 1000)
  readonly #before: readonly string[]

  /** @param dir is made */
  constructor(dir: string) {
    this.dir = dir
    fs.mkdirSync(path.join(dir, 'folder', 'inner'), { recursive: true })
    for (const name of ['s1.json', 's2.json', 'canary', 'folder/canary', 'folder/inner/canary'])
      fs.writeFileSync(path.join(dir, name), `{"canary":${JSON.stringify(name)}}`)
    fs.symlinkSync('canary', path.join(dir, 'link'))
    // A whole second: what utimes sets, stat gives again.
    this.redate()
    this.#before = this.#state()
  }

  /** One of them. */
  get file(): string {
    return path.join(this.dir, 'canary')
  }

  /** The test itself, or the target, has moved them. */
  isAt(dir: string): void {
    this.dir = dir
  }

  /** A rename by the test has changed the time of the directory. */
  redate(): void {
    fs.utimesSync(this.dir, this.#madeAt, this.#madeAt)
  }

  assertUntouched(): void {
    expect(this.#state()).toEqual(this.#before)
  }

  /** All that stat tells, but what a rename or a link by the target changes: the change time and the number of links. */
  #state(): string[] {
    const names = fs.readdirSync(this.dir, { recursive: true, encoding: 'utf8' }).toSorted()
    return ['', ...names].map((name) => {
      const file = path.join(this.dir, name)
      const { mode, uid, ino, mtimeNs, size } = fs.lstatSync(file, { bigint: true })
      const text = fs.statSync(file).isFile() ? fs.readFileSync(file, 'utf8') : ''
      return [name, mode, uid, ino, mtimeNs, size, text].join(' ')
    })
  }
}
