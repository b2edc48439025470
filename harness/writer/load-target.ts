import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../model/errors.ts'
import { assertKnownKeys } from '../model/known-keys.ts'
import { definitionKeys, type Target, type LoadedFacts } from '../model/target.ts'
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
  if (/\.[cm]?ts$/.test(url)) installTypeScript()
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
    recovers: target.recover !== undefined,
    overlap: overlapsIn(target),
    customRead: target.read !== undefined,
  }
}

/** Whether a call may be made before the one before it has settled. */
export function overlapsIn({ overlap = true }: Pick<Target, 'overlap'>): boolean {
  return overlap
}

const expected = 'expected `export default` of defineTarget({…}), fileWriter(…) or commandTarget({…})'

function validate(value: unknown): Target {
  if (value === undefined) throw new TargetRefusal(`it has no default export; ${expected}`)
  const target: Partial<Target> | null = value
  if (typeof target !== 'object' || typeof target?.open !== 'function') {
    throw new TargetRefusal(`its default export is no target; ${expected}`)
  }
  assertKnownKeys('its default export', target, [...definitionKeys, 'byteExact', 'controllable'])
  for (const name of target.oracles ?? []) {
    if (!oracleNames.includes(name)) {
      throw new TargetRefusal(
        `it names an unknown oracle \`${name}\`; expected one of ${oracleNames.join(', ')}`,
      )
    }
  }
  if (target.overlap !== undefined && typeof target.overlap !== 'boolean')
    throw new TargetRefusal(`its \`overlap\` is ${String(target.overlap)}; expected true or false`)
  // A plain object of the right shape is as good as one that went through defineTarget.
  return { byteExact: false, controllable: true, ...target } as Target
}

/** The message, and where a syntax error is, without the stack. */
export function firstLines(error: unknown): string {
  // A refusal speaks for itself.
  if (!(error instanceof Error) || error instanceof TargetRefusal) return messageOf(error)
  const place = error instanceof SyntaxError ? /^(file:\/\/\S+:\d+)/.exec(error.stack ?? '')?.[1] : undefined
  return `${error.name}: ${messageOf(error)}${place ? ` (${place})` : ''}`
}
