const stack = /(?:^ +at .*(?:\n|$))+/gm

/**
 * What a process printed, without the frames of the module that runs the target: they tell its author nothing.
 * A stack that begins with one is a fault of that module, and stays whole.
 *
 * @param entry the module's absolute path
 */
export function withoutFramesOf(entry: string, printed: string): string {
  return printed.replaceAll(stack, (frames) => {
    const [top = '', ...below] = frames.split('\n')
    return top.includes(entry) ? frames : [top, ...below.filter((frame) => !frame.includes(entry))].join('\n')
  })
}
