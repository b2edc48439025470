export { Unreduced } from '../../scripts/proof/unreduced.ts'
