import { fileWriter } from 'onewriter'
import { replace } from '../../../reports/targets/parts/replace.ts'

/** A reader sees what was, or what is. */
export default fileWriter(replace)
