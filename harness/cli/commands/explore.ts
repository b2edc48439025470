import { explore } from '../../engine/explore/explore.ts'
import type { Perform } from '../command.ts'
import { runEngine } from '../run-engine.ts'

const perform: Perform = (target, checked) => runEngine(explore, 'execution', target, checked)
export default perform
