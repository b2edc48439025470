import { findOrder } from '../../harness/specifications/order/find-order.ts'
import { concurrent, seenAs, sequential } from '../specifications/large.ts'
import { models } from '../specifications/models.ts'
import { median } from './figures.ts'

const samples = 9

/** What CPU it takes to find one order of calls: 12 at the same time in under 50 ms, 1,000 in a row in under 100 ms. */
export async function benchSpecifications(): Promise<string> {
  const rows = Object.entries(models).map(([name, model]) => {
    const millis = [concurrent(model, 12), sequential(model, 1000)].map((history) => {
      const lost = seenAs(history, model.valueOf([]))
      return [history, lost].map((each) => {
        const measured = Array.from({ length: samples }, () => {
          // Of this process alone, since others may be at work.
          const from = process.cpuUsage()
          findOrder(each, model.specification)
          const { user, system } = process.cpuUsage(from)
          return (user + system) / 1000
        })
        return median(measured).toFixed(2).padStart(8)
      })
    })
    return `            ${name.padEnd(10)} ${millis.flat().join(' ')}`
  })
  const head = '            ms of CPU   12 together   all lost  1,000 in a row  all lost'
  return ['specifications  to find one order of calls', head, ...rows].join('\n')
}
