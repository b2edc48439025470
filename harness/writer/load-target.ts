import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { classifier, type Classify } from '../model/content.ts'
import { messageOf } from '../model/errors.ts'
import { assertKnownKeys } from '../model/known-keys.ts'
import { definitionKeys, type Target, type LoadedFacts } from '../model/target.ts'
import { register } from '../specifications/index.ts'
import type { Specification } from '../model/specification.ts'
import type { Workload } from '../model/workload.ts'
import { oracleNames } from '../model/verdict.ts'
// At once, and not where it is needed: what compiles a target uses `fs` as it is before it is interposed.
import { installTypeScript } from '../typescript/install.ts'

/** The target module is at fault; the message says what was expected. */
export class TargetRefusal extends Error {
  override readonly name = 'TargetRefusal'
}

/**
 * Imports a target module.
 *
 * @param url `file:` URL of the module; TypeScript is loaded on every supported Node.
 * @throws TargetRefusal when it does not load or its default export is no target.
 */
export async function loadTarget(url: string): Promise<Target> {
  // Bun and Deno load TypeScript by themselves.
  const { bun, deno } = process.versions
  if (/\.[cm]?ts$/.test(url) && bun === undefined && deno === undefined) installTypeScript()
  let module: { default?: unknown }
  try {
    module = (await import(url)) as { default?: unknown }
  } catch (error) {
    throw new TargetRefusal(`it does not load: ${firstLines(error)}`)
  }
  return validate(module.default)
}

export function factsOf(target: Target, url: string): LoadedFacts {
  return {
    name: target.name ?? path.basename(fileURLToPath(url)).replace(/(\.target)?\.[cm]?[jt]s$/, ''),
    oracles: target.oracles ?? null,
    byteExact: target.byteExact,
    controllable: target.controllable,
    ...(target.started && { startsPrograms: true as const }),
    recovers: target.recover !== undefined,
    overlap: overlapsIn(target),
    customRead: target.read !== undefined,
    specification: specifiedBy(target),
    loads: target.load !== undefined,
    owns: target.owns !== undefined,
  }
}

/** Whether it is held against a specification other than a register. */
export function isSpecified(target: Pick<Target, 'specification' | 'load'>): boolean {
  const { specification } = target
  return target.load !== undefined || (specification !== undefined && !specification.isRegister)
}

/** How to tell what its files hold. */
export function classifierOf(target: Target, workload: Workload): Classify {
  return classifier(workload, { ...target, holdsValues: isSpecified(target) })
}

/** Whether a call may be made before the one before it has settled. */
export function overlapsIn({ overlap = true }: Pick<Target, 'overlap'>): boolean {
  return overlap
}

function specifiedBy(target: Target): LoadedFacts['specification'] {
  if (!isSpecified(target)) return null
  const specification = target.specification ?? register()
  // A `read` that does not ask for the session gives all of them the same.
  return {
    name: specification.name,
    scope: specification.scope ?? null,
    ...(specification.isRegister && { isRegister: true }),
    isBySession: (target.read?.length ?? 0) > 1,
  }
}

const expected =
  'expected `export default` of defineTarget({…}), fileWriter(…), fileUpdater(…), fileAppender(…) or commandTarget({…})'

function validate(value: unknown): Target {
  if (value === undefined) throw new TargetRefusal(`it has no default export; ${expected}`)
  const target: Partial<Target> | null = value
  if (typeof target !== 'object' || typeof target?.open !== 'function') {
    throw new TargetRefusal(`its default export is no target; ${expected}`)
  }
  assertKnownKeys('its default export', target, [...definitionKeys, 'byteExact', 'controllable', 'started'])
  for (const name of target.oracles ?? []) {
    if (!oracleNames.includes(name)) {
      throw new TargetRefusal(
        `it names an unknown oracle \`${name}\`; expected one of ${oracleNames.join(', ')}`,
      )
    }
  }
  if (target.overlap !== undefined && typeof target.overlap !== 'boolean')
    throw new TargetRefusal(`its \`overlap\` is ${String(target.overlap)}; expected true or false`)
  if (target.load !== undefined && typeof target.load !== 'function')
    throw new TargetRefusal(
      `its \`load\` is ${typeof target.load}; expected load: async ({ dir, session }) => value`,
    )
  if (target.load && target.read)
    throw new TargetRefusal(
      'it has both `load` and `read`; expected one of them, since `load` takes the place of `read`',
    )
  if (target.owns !== undefined && typeof target.owns !== 'function')
    throw new TargetRefusal(`its \`owns\` is ${typeof target.owns}; expected owns: (name) => boolean`)
  if (target.specification !== undefined) assertSpecification(target.specification)
  // A plain object of the right shape is as good as one that went through defineTarget.
  return { byteExact: false, controllable: true, ...target } as Target
}

function assertSpecification(given: unknown): void {
  const { name, initial, apply, equals, scope } = (given ?? {}) as Partial<Specification>
  const isWhole = typeof name === 'string' && typeof initial === 'function' && typeof apply === 'function'
  const isRight =
    isWhole &&
    (equals === undefined || typeof equals === 'function') &&
    (scope === undefined || scope === 'session' || scope === 'store')
  if (!isRight)
    throw new TargetRefusal(
      "its `specification` is none; expected log(), map(), bag(), counter(), register() or { name, initial(), apply(state, call), equals?(loaded, state), scope?: 'session' | 'store' }",
    )
}

/** The message, and where a syntax error is, without the stack. */
export function firstLines(error: unknown): string {
  // A refusal speaks for itself.
  if (!(error instanceof Error) || error instanceof TargetRefusal) return messageOf(error)
  const place = error instanceof SyntaxError ? /^(file:\/\/\S+:\d+)/.exec(error.stack ?? '')?.[1] : undefined
  return `${error.name}: ${messageOf(error)}${place ? ` (${place})` : ''}`
}
