import { setsKey } from '../programs.ts'

/** cashapp/hermit#423: whoever lets go of a lock removes its file, for which another one waits already. */
export default setsKey('unlinked')
