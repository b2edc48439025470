import { count } from '../../model/count.ts'
import { openSoak } from '../../engine/soak/soak.ts'
import type { Perform } from '../command.ts'
import { runEngine } from '../run-engine.ts'
import { say } from '../say.ts'

const perform: Perform = (target, checked) => {
  const soak = openSoak(target, checked.settings, checked.isSeedGiven)
  const { turnsBefore, result, settings, stateFile, setAside } = soak
  if (setAside !== null) {
    say(
      `begins anew, since the target, the seed or what is asked for has changed; what an earlier soak has found is kept in ${setAside}\n`,
      'stderr',
    )
  }
  if (turnsBefore > 0) {
    say(
      `going on after turn ${turnsBefore}: ${count(result.executions, 'execution')}, ${count(result.violations.length, 'violation')} (${stateFile})\n`,
      'stderr',
    )
  }
  return runEngine((_target, _settings, hooks) => soak.run(hooks), 'execution', target, {
    ...checked,
    settings,
  })
}
export default perform
