export { writeFileAtomic, writeFileAtomicSync } from './atomic-write.ts'
export type { AtomicWriteOptions, WriteOutcome } from './atomic-write.ts'
export { AtomicWriteError, NoProgressError, TraceFormatError, TraceReadError } from './errors.ts'
