import { linkedFiles } from './parts/linked-files.ts'
import { replaceCarelessly } from './parts/replace.ts'

/** Report 06: a rename over a link replaces the link, and what it led to never changes again. */
export default linkedFiles(replaceCarelessly)
