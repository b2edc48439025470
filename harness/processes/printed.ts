const stack = /(?:^(.*)\n)?((?:^ +at .*(?:\n|$))+)/gm
/** What the file system has answered: https://nodejs.org/api/errors.html#class-systemerror */
const systemError = /\bE[A-Z0-9]{2,}: /

/**
 * What a process printed, without the frames of the module that runs the target: they tell its author nothing.
 * A stack that begins with one is a fault of that module, and stays whole, unless it is of an error that the file system
 * has answered with: that module hands those on.
 *
 * @param entry the module's absolute path
 */
export function withoutFramesOf(entry: string, printed: string): string {
  const isOurs = (frame: string) => frame.includes(entry)
  return printed.replaceAll(stack, (whole, header: string | undefined, frames: string) => {
    const [top = '', ...below] = frames.split('\n')
    const isHandedOn = header !== undefined && systemError.test(header)
    if (isOurs(top) && !isHandedOn) return whole
    const said = header === undefined ? '' : `${header}\n`
    return said + [top, ...below].filter((frame) => !isOurs(frame)).join('\n')
  })
}
