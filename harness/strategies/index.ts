import type { StrategyName } from '../model/settings.ts'
import type { Strategy } from '../model/strategy.ts'
import { pct } from './pct.ts'
import { pos } from './pos.ts'
import { random } from './random.ts'

const shallow = pct(2)
const deeper = pct(3)

/** What each name samples with; several take turns. Half of a portfolio goes to the one that is best on average. */
const turns: Readonly<Record<Exclude<StrategyName, 'exhaustive'>, readonly [Strategy, ...Strategy[]]>> = {
  portfolio: [pos, random, pos, shallow, pos, deeper],
  random: [random],
  pct: [shallow, deeper],
  pos: [pos],
}

/** The strategy of one execution, told by its number alone. */
export function samplingStrategy(name: Exclude<StrategyName, 'exhaustive'>, execution: number): Strategy {
  const strategies = turns[name]
  return strategies[execution % strategies.length] ?? strategies[0]
}
