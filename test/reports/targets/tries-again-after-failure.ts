import { backgroundSaver } from './parts/background-saver.ts'

/** Report 21, mended: what could not be saved is still to be saved, and the flush passes the failure on. */
export default backgroundSaver('is-tried-again')
