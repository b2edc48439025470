import { callSite } from '../call-site.ts'

/** Where in a target's code the steps of one execution are asked for. */
export class Sources {
  readonly #targetDir: string
  /** By call, the place in the target's own code that was seen last. */
  readonly #latest = new Map<number, string>()

  constructor(targetDir: string) {
    this.#targetDir = targetDir
  }

  /**
   * The place that asks now, `file:line:column`. Where only a package's code is on the stack, which goes on after a
   * callback, it is the place from which that call came last.
   */
  whence(call: number): string | undefined {
    const site = callSite(this.#targetDir)
    if (site?.isOwn) this.#latest.set(call, site.place)
    return site?.isOwn ? site.place : (this.#latest.get(call) ?? site?.place)
  }
}
