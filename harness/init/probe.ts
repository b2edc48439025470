import fs from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { forms, given, names, parametersOf, wordsOf, type Form } from './forms.ts'
import type { FunctionName } from './operand.ts'
import { inNewDirectory, runAttempt, usualPatienceMillis } from './run-attempt.ts'
import { wayOf, type Files, type Seen } from './ways.ts'

const mostFileBytes = 64 * 1024
const mostFiles = 8
const mostShownCharacters = 60

/** How a function wants to be called, and how it saves. */
export interface Fitting {
  readonly form: Form
  readonly seen: Seen
}

export interface Probed {
  /** Null where nothing that was tried fits. */
  readonly fitting: Fitting | null
  readonly misfits: readonly Misfit[]
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
  for (const form of tried) {
    const { rejected, files } = await tryForm(operand, form, name, patienceMillis)
    const seen = wayOf(form, files, given)
    if (seen && rejected === null) return { fitting: { form, seen }, misfits }
    misfits.push({ form: wordsOf(form), outcome: outcomeOf(rejected, files) })
  }
  return { fitting: null, misfits }
}

interface Tried {
  /** Why a call was rejected; null where none was. */
  readonly rejected: string | null
  /** What it left where it was to save. */
  readonly files: Files
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
        directory: directory.path,
        workingDirectory: workingDirectory.path,
      }
      const found = await runAttempt(operand, attempt, directory, patienceMillis)
      const rejected = found.kind === 'called' ? found.rejected : null
      const where = { none: workingDirectory, directory: store, file: directory }[form.place]
      const all = form.place === 'file' ? [names.file] : where.list().filter((entry) => !entry.endsWith('/'))
      return { rejected, files: filesAt(where, all.slice(0, mostFiles)) }
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

function outcomeOf(rejected: string | null, files: Files): string {
  if (rejected !== null) return `it was rejected: ${rejected}`
  const [[file, text] = [], ...others] = Object.entries(files)
  if (file === undefined || text === undefined) return 'it left no file there'
  if (others.length > 0) return `it left ${Object.keys(files).join(', ')} there`
  const shown = text.length > mostShownCharacters ? `${text.slice(0, mostShownCharacters)}…` : text
  return `it left something else in ${file}: ${shown}`
}
