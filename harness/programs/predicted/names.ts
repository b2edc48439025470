import { isFirstMentionedBy, isTemporary } from '../../model/canonical-names.ts'
import type { PendingStep } from '../../model/step.ts'
import { Unlearned } from '../../model/errors.ts'
import { shapeOf } from '../../filesystem/shadow/listed.ts'
import type { LearnedReaction, Origins, Place } from './learned.ts'

type Names = readonly [path: string | undefined, to: string | undefined]

/** Who asks for a step, and what is known of where its names come from. */
export interface Asking {
  readonly writer: number
  readonly origins: Origins
}

/**
 * What a part of a path is called here.
 *
 * @param name canonical
 * @param part as it was when the step was learned
 * @param here what goes by that name here; the name itself where nothing does
 * @throws Unlearned where it is not known whether it is the same file, or the same name
 */
export function partOf(name: string, part: string, here: string, { writer, origins }: Asking): string {
  if (here === name || here === part) return part
  if (isFirstMentionedBy(writer, name)) return here
  const origin = origins.get(name)
  if (!origin) throw new Unlearned()
  return origin === 'own' ? part : here
}

/**
 * Learns where names have come from, by two reactions to the same observations.
 *
 * @param lasting takes in the shapes of those that their writer has come to by itself
 * @returns whether that was not known
 */
export function addOrigins(
  { learned: known, origins }: Place,
  now: LearnedReaction,
  lasting: Set<string>,
): boolean {
  const before = origins.size + lasting.size
  const { asked = [] } = known.reaction
  for (const [index, step] of asked.entries()) {
    const one = partsOf(step, known.asked[index])
    const other = partsOf(now.reaction.asked?.[index], now.asked[index])
    for (const [at, { name, part }] of one.entries()) {
      const again = other[at]
      if (!again || !isTemporary(name)) continue
      if (again.part === part && again.name !== name) {
        origins.set(name, 'own')
        lasting.add(shapeOf(part))
      }
      if (again.part !== part && again.name === name) origins.set(name, 'seen')
    }
  }
  return origins.size + lasting.size > before
}

function partsOf(step: PendingStep | undefined, canonical: unknown): NamedPart[] {
  if (!step || !Array.isArray(canonical)) return []
  const [name, toName] = canonical as unknown as Names
  return [...partsOfPath(step.path, name), ...partsOfPath(step.to, toName)]
}

interface NamedPart {
  /** Canonical. */
  readonly name: string
  readonly part: string
}

/** The parts of a path, each with its canonical name. */
export function partsOfPath(path = '', canonical = ''): NamedPart[] {
  const parts = path.split('/')
  return canonical.split('/').map((name, index) => ({ name, part: parts[index] ?? name }))
}
