import { UsageError } from '../model/errors.ts'

/**
 * @param platform as Node calls it
 * @throws UsageError where no process can be started as the harness needs it.
 */
export function assertPlatform(platform: string = process.platform): void {
  if (platform !== 'win32') return
  throw new UsageError(
    'onewriter does not run on Windows, which lacks the named pipes and process groups that its processes need; use WSL, or a container with Linux',
  )
}
