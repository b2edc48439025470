import { setsKey } from '../programs.ts'

export default setsKey('locked')
