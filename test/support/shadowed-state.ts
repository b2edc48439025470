export { ShadowedState, withInodes } from '../../scripts/proof/shadowed-state.ts'
