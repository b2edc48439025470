import { race } from '../../engine/race/race.ts'
import { assertNoFaults } from '../../settings/race-settings.ts'
import type { Perform } from '../command.ts'
import { runEngine } from '../run-engine.ts'

const perform: Perform = async (target, checked) => {
  assertNoFaults(checked.settings)
  return runEngine(race, 'round', target, checked)
}
export default perform
