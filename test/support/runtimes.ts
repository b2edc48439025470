import fs from 'node:fs'
import path from 'node:path'
import { root } from './cli.ts'

const { arch, platform } = process
/** Where npm has put each: beside a script that does not always run after an installation, or where that moves it. */
const places = {
  bun: ['bun/bin/bun.exe', `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}/bin/bun`],
  deno: ['deno/deno', `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}/deno`],
} as const
/** What only says that it was not installed is much smaller. */
const leastBytes = 2 ** 20

/** By name, the path of each runtime beside Node that is installed for the tests. */
export const foreignRuntimes = Object.entries(places).flatMap(([name, candidates]) => {
  const found = candidates
    .map((place) => path.join(root, 'node_modules', place))
    .find((file) => (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > leastBytes)
  return found === undefined ? [] : [[name, found] as const]
})
