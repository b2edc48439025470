import { saves } from '../programs.ts'

/** cBLUE-dev-team/cBLUE.github.io#75: the file is emptied first, and then written. */
export default saves('python3', 'save.py', 'in-place')
