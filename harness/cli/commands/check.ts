import { check } from '../../engine/check/check.ts'
import type { Perform } from '../command.ts'
import { runEngine } from '../run-engine.ts'

const perform: Perform = (target, checked) => runEngine(check, 'execution', target, checked)
export default perform
