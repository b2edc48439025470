import type { Standing } from './standing.ts'

const looseTimers =
  ', and all that is left is a timer that keeps no process alive (unref): Node would end here'

/**
 * What keeps writers from their end, in words; null where nothing does.
 *
 * @param recovering the one that has started after a crash, and has not come as far as its next call
 */
export function unfinished(standings: readonly Standing[], recovering: Standing | undefined): string | null {
  const waiting = standings
    .filter(({ finished }) => !finished)
    .map((standing) => {
      const { program, calls, blockedOn, hasOnlyLooseTimers } = standing
      const endless = [...calls.values()].filter(({ outcome }) => outcome === 'pending')
      const names = endless.map(({ operation, call }) => `${operation}#${call}`).join(', ')
      const own = standing === recovering ? 'its recover()' : 'its close()'
      const what = names === '' ? own : names
      const how = blockedOn === 0 ? '' : ' in a synchronous call'
      return `${program.label} waits for ${what}${how}${hasOnlyLooseTimers ? looseTimers : ''}`
    })
  return waiting.length === 0 ? null : waiting.join('; ')
}

/** Who goes on although every call has settled. */
export function restless(standings: readonly Standing[]): string {
  const busy = standings.filter(({ pending }) => pending.size > 0)
  const names = busy.map(({ program }) => program.label).join(' and ')
  return `${names} never ${busy.length === 1 ? 'comes' : 'come'} to rest`
}
