import { expect, test } from 'vitest'
import type { Fault } from '../../harness/model/fault.ts'
import type { PendingStep } from '../../harness/model/step.ts'
import { struckBy, struckRemovals } from '../../harness/model/struck-removals.ts'

const fault: Fault = { kind: 'errno', code: 'EIO' }
const files = { s1: 'folder/s1.json' }

test.each<[string, Pick<PendingStep, 'op' | 'path' | 'withoutTimes'>, boolean, boolean]>([
  ['a removal', { op: 'unlink', path: 'tmp' }, true, true],
  ['the look of rm', { op: 'lstat', path: 'tmp', withoutTimes: true }, true, true],
  ['any other look', { op: 'lstat', path: 'tmp' }, true, false],
  ['a look through links', { op: 'stat', path: 'tmp' }, true, false],
  ['a look that mkdir has made', { op: 'stat', path: 'tmp', withoutTimes: true }, true, false],
  ['a look of which nobody knows what it is for', { op: 'stat', path: 'tmp' }, false, true],
  ['a folder that is listed', { op: 'readdir', path: 'tmp' }, true, true],
  ['the folder of a session that is listed', { op: 'readdir', path: 'folder' }, true, false],
])('%s: what may have been kept from being removed', (_, step, tellsUseOfTimes, isKept) => {
  const struck = struckBy(fault, 1, { id: 1, call: 1, sync: false, ...step }, tellsUseOfTimes)
  expect(struckRemovals({ files, faults: [struck] })).toEqual(isKept ? [step.path] : [])
})
