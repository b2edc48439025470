import { saves } from '../programs.ts'

/** ingydotnet/inline-pm#85: it looks for a folder, and makes it where there was none. */
export default saves('perl', 'save.pl', 'looks-first')
