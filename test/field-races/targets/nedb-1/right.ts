import { fileWriter } from 'onewriter'
import { replace } from '../../../reports/targets/parts/replace.ts'

/** Each save has a temporary file of its own. */
export default fileWriter(replace, {
  oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'calls-succeed'],
})
