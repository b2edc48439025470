import { setsKey } from '../programs.ts'

/** kirodotdev/KiroCrew#2147: each reads the settings, sets its key, and replaces all of them. */
export default setsKey('unlocked')
