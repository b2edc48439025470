/** What Node's names of resources stand for, where that is not plain. https://nodejs.org/api/async_hooks.html#type */
const words: Readonly<Record<string, string>> = {
  FSEventWrap: 'fs.watch',
  StatWatcher: 'fs.watchFile',
  ProcessWrap: 'a child process',
  PipeWrap: 'a pipe',
  TCPServerWrap: 'a server',
  TCPSocketWrap: 'a connection',
  UDPWrap: 'a UDP socket',
  GetAddrInfoReqWrap: 'a DNS query',
  MessagePort: 'a worker thread',
  Worker: 'a worker thread',
  FSReqCallback: 'a file outside the run directory',
  FSReqPromise: 'a file outside the run directory',
}

/** What a process waits for that does not become quiet, for example `FSEventWrap (fs.watch)`. */
export function resourceWords(names: readonly string[]): string[] {
  if (names.length === 0) return ['something that Node does not name']
  return names.map((name) => (words[name] === undefined ? name : `${name} (${words[name]})`))
}
