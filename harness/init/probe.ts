import fs from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { UsageError } from '../model/errors.ts'
import { forms, given, names, optionsAt, parametersOf, rivalsOf, wordsOf, type Form } from './forms.ts'
import type { FunctionName } from './operand.ts'
import { askedFor, type OptionNames } from './option-names.ts'
import { inNewDirectory, runAttempt, usualPatienceMillis } from './run-attempt.ts'
import { nearness, wayOf, type Files, type Seen } from './ways.ts'

const mostFileBytes = 64 * 1024
const mostFiles = 8
const mostShownCharacters = 60

/** How a function wants to be called, and how it saves. */
export interface Fitting {
  readonly form: Form
  readonly seen: Seen
  /** Of options: the names that it asks for. */
  readonly asked?: OptionNames
}

export interface Probed {
  /** Null where nothing that was tried fits. */
  readonly fitting: Fitting | null
  /** Other forms of as many parameters that fit, too. */
  readonly alsoFitting: readonly Fitting[]
  readonly misfits: readonly Misfit[]
  /** Where nothing fits: the try after which the most of what it was given was found. Null where nothing was. */
  readonly nearest: Near | null
}

/** A call that saved, in a way that is not known. */
export interface Near {
  readonly form: Form
  readonly asked?: OptionNames
}

/** A try that did not fit, in words. */
export interface Misfit {
  /** What it was called with. */
  readonly form: string
  /** What came of it. */
  readonly outcome: string
}

/**
 * Finds out how a function saves, by calling it twice in each form: in a process of its own, which may change files
 * below a new and empty directory alone.
 *
 * @param patienceMillis how long a try may take; a process that goes on after the calls have settled is ended then
 * @param tried the forms, in the order in which they are tried
 * @throws UsageError when the module does not load, has no such function, or a call never settles.
 */
export async function probe(
  operand: string,
  name: FunctionName,
  {
    patienceMillis = usualPatienceMillis,
    tried = forms,
  }: { readonly patienceMillis?: number; readonly tried?: readonly Form[] } = {},
): Promise<Probed> {
  const misfits: Misfit[] = []
  let nearest: (Near & { readonly nearness: number }) | null = null
  for (const form of tried) {
    const outcome = await tryForm(operand, form, name, patienceMillis)
    const fitting = fittingOf(form, outcome)
    if (fitting) {
      // Those before it did not fit.
      const rivals = rivalsOf(form, tried.slice(tried.indexOf(form) + 1))
      const alsoFitting = await fittingAmong(rivals, (rival) => tryForm(operand, rival, name, patienceMillis))
      return { fitting, alsoFitting, misfits, nearest: null }
    }
    const near = nearnessOf(outcome)
    if (near > (nearest?.nearness ?? 0)) nearest = { form, ...askedIn(form, outcome), nearness: near }
    misfits.push({ form: wordsOf(form), outcome: outcomeOf(outcome) })
  }
  return { fitting: null, alsoFitting: [], misfits, nearest }
}

interface Tried {
  /** Why a call was rejected; null where none was. */
  readonly rejected: string | null
  readonly asked: OptionNames
  /** What it left where it was to save. */
  readonly files: Files
}

function fittingOf(form: Form, tried: Tried): Fitting | null {
  const seen = tried.rejected === null ? wayOf(form, tried.files, given) : null
  return seen && { form, seen, ...askedIn(form, tried) }
}

/** A form that fits is known already: what goes wrong with these says nothing. */
async function fittingAmong(
  rivals: readonly Form[],
  attempt: (form: Form) => Promise<Tried>,
): Promise<Fitting[]> {
  const all: Fitting[] = []
  for (const form of rivals) {
    try {
      const fitting = fittingOf(form, await attempt(form))
      if (fitting) all.push(fitting)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
    }
  }
  return all
}

function nearnessOf({ rejected, files }: Tried): number {
  const [[, text] = [], ...others] = Object.entries(files)
  if (rejected !== null || text === undefined || others.length > 0) return 0
  return nearness(text, given[1])
}

function askedIn(form: Form, { asked }: Tried): { readonly asked?: OptionNames } {
  return form.inOptions === undefined ? {} : { asked }
}

function tryForm(
  operand: string,
  form: Form,
  { file, exported }: FunctionName,
  patienceMillis: number,
): Promise<Tried> {
  return inNewDirectory(async (directory) => {
    const workingDirectory = directory.make(names.workingDirectory)
    const store = directory.make(names.directory)
    try {
      const attempt = {
        module: pathToFileURL(file).href,
        exported,
        calls: given.map((each) => parametersOf(form, each, directory.path)),
        optionsAt: optionsAt(form),
        directory: directory.path,
        workingDirectory: workingDirectory.path,
      }
      const found = await runAttempt(operand, attempt, directory, patienceMillis)
      const { rejected, asked } = found.kind === 'called' ? found : { rejected: null, asked: [] }
      const where = { none: workingDirectory, directory: store, file: directory }[form.place]
      const all = form.place === 'file' ? [names.file] : where.list().filter((entry) => !entry.endsWith('/'))
      return { rejected, asked: askedFor(asked), files: filesAt(where, all.slice(0, mostFiles)) }
    } finally {
      workingDirectory.close()
      store.close()
    }
  })
}

/** The regular files among these, as far as they are of a length that a try could have written. */
function filesAt(directory: GuardedDirectory, entries: readonly string[]): Files {
  const files = entries.flatMap((entry) => {
    const stat = fs.lstatSync(directory.at(entry), { throwIfNoEntry: false })
    if (!stat?.isFile() || stat.size > mostFileBytes) return []
    return [[entry, fs.readFileSync(directory.at(entry), 'utf8')] as const]
  })
  return Object.fromEntries(files)
}

function outcomeOf({ rejected, files }: Tried): string {
  if (rejected !== null) return `it was rejected: ${rejected}`
  const [[file, text] = [], ...others] = Object.entries(files)
  if (file === undefined || text === undefined) return 'it left no file there'
  if (others.length > 0) return `it left ${Object.keys(files).join(', ')} there`
  const shown = text.length > mostShownCharacters ? `${text.slice(0, mostShownCharacters)}…` : text
  return `it left something else in ${file}: ${shown}`
}
