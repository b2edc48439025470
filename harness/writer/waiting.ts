import { createHook } from 'node:async_hooks'

/** Does some work, and tells whether that let time pass. The result is null where the work waits for ever. */
export type NoticingWaits = <T>(
  work: () => Promise<T>,
) => Promise<{ readonly result: T | null; readonly waited: boolean }>

/** Whether some work let time pass: it set a timer, or slept. */
export const noticingWaits = async <T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly waited: boolean }> => {
  let waited = false
  // Each timer, of whatever face, is such a resource. https://nodejs.org/api/async_hooks.html#type
  const hook = createHook({
    init(_id, type) {
      if (type === 'Timeout') waited = true
    },
  })
  const sleep = Reflect.get(Atomics, 'wait')
  const noticed = (...args: Parameters<typeof Atomics.wait>) => {
    waited = true
    return sleep(...args)
  }
  Atomics.wait = noticed as typeof Atomics.wait
  hook.enable()
  try {
    return { result: await work(), waited }
  } finally {
    hook.disable()
    if (Reflect.get(Atomics, 'wait') === noticed) Atomics.wait = sleep
  }
}
