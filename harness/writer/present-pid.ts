/** Lets `process.pid` read what every writer of a `--same-pid` run reads, as in containers of one image. */
export function presentPid(pid: number): void {
  Object.defineProperty(process, 'pid', { value: pid, configurable: true, enumerable: true, writable: false })
}
