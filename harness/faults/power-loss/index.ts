import type { PersistenceName } from '../../model/fault.ts'
import type { PersistenceModel } from './alternative.ts'
import { ext4 } from './ext4.ts'
import { posix } from './posix.ts'

export { imagesOf, treeWithout, type DiskImage } from './images.ts'
export { OperationDigest } from './operation-digest.ts'
export { OperationLog } from './operation-log.ts'
export { describeLoss } from './words.ts'

/** The models by which a power loss is computed; a new one is a file, and a line here. */
export const persistenceModels: Readonly<Record<PersistenceName, PersistenceModel>> = { posix, ext4 }
