import type { Document } from './document.ts'
import type { Specification } from './specification.ts'
import type { OracleName } from './verdict.ts'

/** What the target's `open` is told: the run directory and which writer this process is (1, 2, …). */
export interface OpenContext {
  readonly dir: string
  readonly writer: number
}

/** What each call is given. `text` is `JSON.stringify(document)`. */
export interface CallContext {
  readonly session: string
  readonly document: Document
  readonly text: string
}

/** What `load` is given. */
export interface LoadContext {
  readonly dir: string
  readonly session: string
}

/** What a command is made from. */
export interface CommandContext {
  /** The run directory. */
  readonly dir: string
  /** Absolute path of the session's file. */
  readonly file: string
  readonly session: string
  readonly text: string
  readonly writer: number
  readonly call: number
}

/** What the command of a call is made from. */
export function commandContext(
  { dir, writer }: OpenContext,
  file: string,
  { session, text, document }: CallContext,
): CommandContext {
  return { dir, file, session, text, writer, call: document.call }
}

/** A program that a call starts. */
export interface StartedProgram {
  /** The program, then its arguments. */
  readonly argv: readonly string[]
  /** What it is given on its standard input. */
  readonly input: string
}

/** A call that starts a program, as `command` declares it. */
export interface CommandCall {
  /** What it starts. */
  started(context: CommandContext): StartedProgram
  /**
   * Runs it to its end.
   *
   * @param onStarted told its process number at once
   * @returns a promise that resolves on exit status 0
   */
  run(program: StartedProgram, onStarted?: (pid: number) => void): Promise<void>
}

/** A call that the target makes itself. */
export type FunctionCall = (context: CallContext) => unknown

/** One writer process's access to the shared files, for one execution. */
export interface OpenTarget {
  /** Absolute path of a session's file, inside the run directory. A target with a `load` needs none. */
  file?(session: string): string
  /** By name, a function, or a program that `command` declares. */
  readonly calls: Readonly<Record<string, FunctionCall | CommandCall>>
  /** Drains deferred work once every call has returned. */
  close?(): unknown
}

/** The module under test, as its author writes it for `defineTarget`. */
export interface TargetDefinition {
  /** Default: the file's name. */
  readonly name?: string
  /** Called once per writer process and execution. */
  open(context: OpenContext): OpenTarget | Promise<OpenTarget>
  /**
   * Decodes a session file; throws when it is not complete. Of a file that several sessions share, it gives the
   * session's part, or `undefined` where there is none. Default: `JSON.parse` of the UTF-8 text.
   */
  read?(bytes: Uint8Array, session: string): unknown
  /**
   * What the application sees when it loads a session, of any number of files, in place of `file` and `read`. One that
   * does not look at `session` gives what all of them have together.
   */
  load?(context: LoadContext): unknown
  /** The sequential model that the store is held against. Default: `register()`. */
  readonly specification?: Specification
  /**
   * Whether a path, relative to the run directory, belongs to the store beside its files, and is no litter. Reports show
   * folders with a `/` at the end; here they come without.
   */
  owns?(name: string): boolean
  /** What the application does at its next start after a crash. */
  recover?(dir: string): unknown
  /**
   * `false`: this application awaits each call before its next. Default: some calls are left un-awaited, unless a call
   * starts a program.
   */
  readonly overlap?: boolean
  /** Default: all but the opt-in ones. */
  readonly oracles?: readonly OracleName[]
}

export const definitionKeys = [
  'name',
  'open',
  'read',
  'load',
  'specification',
  'owns',
  'recover',
  'overlap',
  'oracles',
] as const satisfies readonly (keyof TargetDefinition)[]

/** What `defineTarget`, `fileWriter` and `commandTarget` return. */
export interface Target extends TargetDefinition {
  /** True where a final file must equal one call's `text`, byte for byte. */
  readonly byteExact: boolean
  /** False where the bytes are written by another program, whose functions cannot be interposed. */
  readonly controllable: boolean
  /** What a call starts; only for such a target. Null where it has no such call. */
  started?(context: OpenContext, operation: string, call: CallContext): StartedProgram | null
}

/** What the controller knows of a target that a writer process has loaded; plain data. */
export interface TargetFacts {
  readonly name: string
  readonly operations: readonly string[]
  /** Paths of the session files, relative to the run directory: their names last. */
  readonly sessionFiles: readonly string[]
  readonly oracles: readonly OracleName[] | null
  readonly byteExact: boolean
  /** Whether its steps can be held on this machine, by whatever means. */
  readonly controllable: boolean
  /** Its calls start programs: they are held by serving them their files. */
  readonly startsPrograms?: true
  /** Those of its calls that start programs, where others are functions: all of it is held in that way. */
  readonly commands?: readonly string[]
  /** Its writers are held by serving them their files; absent where their functions are interposed. */
  readonly served?: true
  readonly recovers: boolean
  /** False where each call is awaited before the next of the same writer. */
  readonly overlap: boolean
  /** True where session files are decoded by the target's own `read`. */
  readonly customRead: boolean
  /** What it is held against; null where that is a register. */
  readonly specification: Specified | null
  /** True where the application is asked what it loads. */
  readonly loads: boolean
  /** True where it says which other names are no litter. */
  readonly owns: boolean
}

/** A specification, as far as others than the target's processes know of it. Plain data. */
export interface Specified {
  readonly name: string
  /** Whether each session has a state of its own, or all are parts of one. */
  readonly scope: 'session' | 'store'
  /** It is a register, told by what a load gives. */
  readonly isRegister?: true
}

/** What is known of it before it was opened. */
export interface LoadedFacts extends Omit<
  TargetFacts,
  'operations' | 'sessionFiles' | 'specification' | 'commands'
> {
  readonly specification: LoadedSpecification | null
}

interface LoadedSpecification {
  readonly name: string
  /** Where it says so itself. */
  readonly scope: Specified['scope'] | null
  readonly isRegister?: true
  /** Whether what is loaded is told for each session. */
  readonly isBySession: boolean
}

/** All that is known of a target, once it was opened. */
export function factsOnceOpened(
  { specification, ...facts }: LoadedFacts,
  {
    loadsBySession,
    ...opened
  }: Pick<TargetFacts, 'operations' | 'sessionFiles' | 'commands'> & {
    readonly loadsBySession?: boolean | undefined
  },
): TargetFacts {
  // One file of which no session's part is picked is one state.
  const isShared =
    loadsBySession === undefined
      ? specification?.isBySession === false && opened.sessionFiles.length === 1
      : !loadsBySession
  const scope = specification?.scope ?? (isShared ? 'store' : 'session')
  const { name, isRegister } = specification ?? {}
  const specified = name === undefined ? null : { name, scope, ...(isRegister && { isRegister }) }
  // In one process, a program and whatever goes on beside it would wait for each other in the kernel.
  const overlap = facts.overlap && opened.commands === undefined
  return { ...facts, ...opened, overlap, specification: specified }
}

/** Whether its sessions are parts of one file, so that writers of different sessions meet. */
export function sharesFile({
  sessionFiles,
  specification,
}: Pick<TargetFacts, 'sessionFiles' | 'specification'>): boolean {
  return sessionFiles.length === 1 || specification?.scope === 'store'
}
