import type { History } from '../../harness/model/history.ts'
import { findOrder } from '../../harness/specifications/order/find-order.ts'
import { hasOrder } from './brute-force.ts'
import { drawsOf, historyOf } from './generate.ts'
import type { Model } from './models.ts'

export interface Compared {
  /** How many histories had an order. */
  readonly explained: number
  /** The first history of which the two do not say the same; null where there is none. */
  readonly differing: History | null
}

/** Asks the search and the brute force about so many histories, all of which follow from the seed. */
export function compare(
  model: Model,
  { histories, seed }: { readonly histories: number; readonly seed: number },
  find: (history: History) => boolean = (history) => isExplained(history, model),
): Compared {
  const draw = drawsOf(seed)
  let explained = 0
  for (let index = 0; index < histories; index += 1) {
    const history = historyOf(model, draw)
    const expected = hasOrder(history, model)
    if (find(history) !== expected) return { explained, differing: history }
    explained += Number(expected)
  }
  return { explained, differing: null }
}

export function isExplained(history: History, { specification }: Model): boolean {
  return findOrder(history, specification).kind === 'order'
}
