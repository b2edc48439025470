import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { GuardedDirectory } from '../guarded/guarded-directory.ts'
import type { KnownDirectory } from '../guarded/identity.ts'
import type { ControlName } from '../model/settings.ts'
import { HarnessError, Interruption, Starved, UsageError } from '../model/errors.ts'
import { sharedPid } from '../model/pids.ts'
import { factsOnceOpened, type TargetFacts } from '../model/target.ts'
import { noPrivilege, type Privilege } from './serving/privilege.ts'
import { privilegeToServe } from './serving/privilege-to-serve.ts'
import { whyNotServed } from './serving/serving.ts'
import { servesFiles } from './serving/serves-files.ts'
import { idleByCore, type Idle } from './cores.ts'
import { startGuard, type Guard } from './guard.ts'
import { assertPlatform } from './platform.ts'
import { baseDirectory, nameRunDirectory } from './run-directory.ts'
import { RunHome } from './run-home.ts'
import { assertTargetFile } from './target-file.ts'
import { WriterProcess } from './writer-process.ts'

export interface PoolOptions {
  /** Path of the target module, as the user gave it. */
  readonly target: string
  readonly dir?: string | undefined
  readonly runtime: string
  /** Default: `auto`. */
  readonly control?: ControlName | undefined
  readonly samePid: boolean
  /** After which a process that is still loading the target counts as hanging. */
  readonly loadMillis: number
  /** Resident memory beyond which one that is loading it is ended. */
  readonly memoryBytes: number
  readonly signal?: AbortSignal | undefined
}

/**
 * The processes of one run and the directory that they work in. Started once and reused for every execution;
 * `close` leaves no process and no directory behind, and so does the guard, should this process be killed.
 */
export class Pool {
  readonly root: GuardedDirectory
  /** Where its processes share what they have compiled. */
  readonly compileCacheDir: KnownDirectory
  readonly guard: Guard
  readonly facts: TargetFacts
  /** Of its controllers. */
  readonly privilege: Privilege
  /** What cores had to do when it was opened. */
  readonly idleBefore: Idle
  /** Loads the target first and tells what directories hold; makes no calls. */
  readonly inspector: WriterProcess
  readonly #start: (label: string) => Promise<WriterProcess>
  readonly #close: () => Promise<void>
  readonly #members = new Map<string, Promise<WriterProcess>>()

  private constructor(parts: {
    root: GuardedDirectory
    compileCacheDir: KnownDirectory
    guard: Guard
    facts: TargetFacts
    privilege: Privilege
    idleBefore: Idle
    inspector: WriterProcess
    start: (label: string) => Promise<WriterProcess>
    close: () => Promise<void>
  }) {
    this.root = parts.root
    this.compileCacheDir = parts.compileCacheDir
    this.guard = parts.guard
    this.facts = parts.facts
    this.privilege = parts.privilege
    this.idleBefore = parts.idleBefore
    this.inspector = parts.inspector
    this.#start = parts.start
    this.#close = parts.close
  }

  /**
   * @throws UsageError when the target does not load, `dir` cannot be written to, or the system is none of those that it runs on.
   * @throws Interruption when `signal` aborts before the target has loaded.
   */
  static async open({
    target,
    dir,
    runtime,
    control = 'auto',
    samePid,
    loadMillis,
    memoryBytes,
    signal,
  }: PoolOptions): Promise<Pool> {
    assertPlatform()
    assertTargetFile(target)
    const idleBefore = idleByCore()
    const url = pathToFileURL(path.resolve(target)).href
    const location = await nameRunDirectory(baseDirectory(dir))
    const guard = startGuard(location)
    const home = new RunHome(location)
    const started = new Set<WriterProcess>()
    let privilege = noPrivilege
    const killAll = () => {
      for (const process of started) process.kill()
      home.remove()
    }
    process.once('exit', killAll)
    const close = async () => {
      privilege.close()
      await Promise.all([...started].map((process) => process.end()))
      await home.removeLater()
      await guard.dismiss()
      process.off('exit', killAll)
    }
    const spawn = (label: string, compileCacheDir: KnownDirectory): WriterProcess => {
      const writer = new WriterProcess({ label, runtime, target: url, guard, compileCacheDir })
      started.add(writer)
      void writer.ended.then(() => started.delete(writer))
      return writer
    }
    const pid = samePid ? sharedPid : null
    const load = (process: WriterProcess) =>
      process.ask({ type: 'load', target: url, pid }, 'loaded', loadMillis, memoryBytes)
    const interrupt = () => {
      for (const process of started) process.kill()
    }
    signal?.addEventListener('abort', interrupt, { once: true })
    try {
      if (signal?.aborted) throw new Interruption('interrupted before the target was loaded')
      const root = home.make(guard)
      const { path: cachePath, identity } = home.makeBelow('compiled')
      const compileCacheDir = { path: cachePath, identity }
      let inspector = spawn('the target', compileCacheDir)
      const { facts: loaded } = await load(inspector)
      const scratch = home.makeBelow('probe')
      const probe = { type: 'probe', dir: scratch.path } as const
      const { type: _, ended, ...opened } = await inspector.ask(probe, 'probed', loadMillis)
      const facts = factsOnceOpened(loaded, opened)
      const start = async (label: string) => {
        const process = spawn(label, compileCacheDir)
        await load(process)
        return process
      }
      if (ended) {
        await inspector.ending(loadMillis)
        inspector = await start('the target')
      }
      const isServed = servesFiles(control, facts, runtime)
      if (isServed) privilege = await privilegeToServe()
      return new Pool({
        root,
        compileCacheDir,
        guard,
        facts: isServed ? { ...facts, served: true, controllable: whyNotServed() === null } : facts,
        privilege,
        idleBefore,
        inspector,
        start,
        close,
      })
    } catch (error) {
      await close()
      if (signal?.aborted) throw new Interruption('interrupted before the target had loaded')
      throw error instanceof HarnessError ? namingTarget(target, error) : error
    } finally {
      signal?.removeEventListener('abort', interrupt)
    }
  }

  /** The process of that name, started and loaded if it is not yet there. */
  member(label: string): Promise<WriterProcess> {
    let member = this.#members.get(label)
    if (!member) {
      member = this.#start(label)
      this.#members.set(label, member)
    }
    return member
  }

  /** Ends the members of these names, so that the next execution has fresh ones; default: all. */
  async retire(labels: readonly string[] = [...this.#members.keys()]): Promise<void> {
    const members = labels.flatMap((label) => this.#members.get(label) ?? [])
    for (const label of labels) this.#members.delete(label)
    await Promise.all(members.map(async (member) => (await member).end()))
  }

  async close(): Promise<void> {
    await this.#close()
  }
}

/** Its message with the target before it, and what that printed last after it. */
function namingTarget(target: string, fault: HarnessError): UsageError | Starved {
  const stderr = fault.stderr === '' ? '' : `\n${fault.stderr.split(os.EOL).slice(-5).join(os.EOL)}`
  const message = `${target}: ${fault.message.replace(/^the target: /, '')}${stderr}`
  return fault instanceof Starved ? new Starved(message, fault) : new UsageError(message)
}
