import type { Saved } from './results.ts'
import { code } from './table.ts'

export function replayOf({ replayFile }: Saved): string {
  return code(`npx onewriter replay docs/survey/${replayFile}`)
}
