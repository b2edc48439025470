import { fileWriter } from 'onewriter'
import { replace } from '../../../reports/targets/parts/replace.ts'

/** The page is replaced at once. */
export default fileWriter(replace, { oracles: ['reads-whole'] })
