export { searchCarriedOut, searchForetold } from '../../scripts/proof/foretold-search.ts'
