import { saves } from '../programs.ts'

/** braintrustdata/braintrust-claude-plugin#20: the shell empties the file before anything is written to it. */
export default saves('sh', 'save.sh', 'in-place')
