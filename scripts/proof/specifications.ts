import { compare } from '../specifications/compare.ts'
import { models } from '../specifications/models.ts'

type Row = (isGood: boolean, what: string, figure: string) => void

/** The search for one order beside one that tries every order. */
export function holdSpecifications(options: { histories: number; seed: number }, row: Row): void {
  console.log('\nhistories with an order, by the search and by trying every order')
  for (const [name, model] of Object.entries(models)) {
    const { explained, differing } = compare(model, options)
    const figure = differing === null ? `${explained} of ${options.histories}` : JSON.stringify(differing)
    row(differing === null, name, figure)
  }
}
