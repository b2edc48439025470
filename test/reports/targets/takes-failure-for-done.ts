import { backgroundSaver } from './parts/background-saver.ts'

/** Report 21: a save in the background that fails is logged and counts as done: the flush finds nothing to do. */
export default backgroundSaver('counts-as-done')
