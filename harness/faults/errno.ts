import type { FaultKind } from '../model/fault-kind.ts'
import type { Fault, InjectedError } from '../model/fault.ts'
import type { Finds } from '../model/finds.ts'
import type { Step } from '../model/step.ts'
import { errnoTable } from './errno-table.ts'

/** Over as soon as it has happened: to meet it for ever would be another machine. */
const passing: ReadonlySet<InjectedError> = new Set(['EINTR'])
/** A file system does not become another one for a moment. */
const lasting: ReadonlySet<InjectedError> = new Set(['EROFS', 'EXDEV'])

/** The errors that may strike a step, given what it meets. */
export function errorsOf(step: Pick<Step, 'op' | 'flags' | 'bytes'>, finds: Finds): InjectedError[] {
  const codes = errnoTable[step.op].filter(({ where }) => where(step, finds)).flatMap((row) => row.codes)
  return [...new Set(codes)]
}

/** A step fails, once or from now on. What lies outside any call is spared: nobody could reject there. */
export const errno: FaultKind = {
  name: 'errno',
  weight: 4,
  strikes: (step, finds) => (step.call === 0 ? [] : errorsOf(step, finds).flatMap(once)),
}

function once(code: InjectedError): Fault[] {
  return [
    ...(lasting.has(code) ? [] : [{ kind: 'errno', code } as const]),
    ...(passing.has(code) ? [] : [{ kind: 'errno', code, lasts: true } as const]),
  ]
}
