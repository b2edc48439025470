import type { Settings } from '../../model/settings.ts'

/** How a run's processes were started, as options: a command that is to find the same has to repeat them. */
export function startedWith({
  samePid,
  isolate,
  predict,
  runtime,
}: Pick<Settings, 'samePid' | 'isolate' | 'predict' | 'runtime'>): string[] {
  return [
    ...(samePid ? ['--same-pid'] : []),
    ...(isolate ? ['--isolate'] : []),
    ...(predict ? [] : ['--no-predict']),
    ...(runtime === process.execPath ? [] : [`--runtime=${runtime}`]),
  ]
}
