import { count } from '../../model/count.ts'
import { openSoak } from '../../engine/soak/soak.ts'
import type { Perform } from '../command.ts'
import { runEngine } from '../run-engine.ts'

const perform: Perform = (target, checked) => {
  const soak = openSoak(target, checked.settings, checked.isSeedGiven)
  const { turnsBefore, result, settings, stateFile, setAside } = soak
  if (setAside !== null) {
    process.stderr.write(
      `begins anew, since the target, the seed or what is asked for has changed; what an earlier soak has found is kept in ${setAside}\n`,
    )
  }
  if (turnsBefore > 0) {
    process.stderr.write(
      `going on after turn ${turnsBefore}: ${count(result.executions, 'execution')}, ${count(result.violations.length, 'violation')} (${stateFile})\n`,
    )
  }
  return runEngine((_target, _settings, hooks) => soak.run(hooks), 'execution', target, {
    ...checked,
    settings,
  })
}
export default perform
