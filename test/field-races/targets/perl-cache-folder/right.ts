import { saves } from '../programs.ts'

export default saves('perl', 'save.pl', 'makes-it')
