import { race, type Progress, type Result, type RunOptions } from 'onewriter'

/** A race that ends with its first violation: that is not sought under control, nor made smaller. */
export async function raceUntilFound(target: string, options: RunOptions): Promise<Result> {
  const found = new AbortController()
  const onProgress = ({ phase }: Progress) => {
    if (phase !== 'racing') found.abort()
  }
  return race(target, { seed: 1, maxTime: '10m', ...options, onProgress, signal: found.signal })
}
