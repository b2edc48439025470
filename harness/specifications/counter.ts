import type { Specification } from '../model/specification.ts'

/** Each call adds one; a load gives the number of calls. */
export function counter(): Specification<number> {
  return {
    name: 'counter',
    initial: () => 0,
    apply: (state) => ({ state: state + 1 }),
    mayBecome: (state, loaded, left) =>
      typeof loaded === 'number' && state <= loaded && loaded <= state + left.length,
  }
}
