import { race } from '../../engine/race/race.ts'
import type { Perform } from '../command.ts'
import { runEngine } from '../run-engine.ts'

const perform: Perform = (target, checked) => runEngine(race, 'round', target, checked)
export default perform
