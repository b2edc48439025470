import { constants, type PathLike, type Stats } from 'node:fs'
import { errorAs } from '../errors.ts'
import { flagBits, followsLastLink } from '../flags.ts'
import type { Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { fchmod, inspect, ftruncate } from '../steps/descriptor.ts'
import { onEntry } from '../steps/entry.ts'
import { close, open, type Opened, type Target } from '../steps/open-close.ts'
import { read } from '../steps/read.ts'
import { writeAll } from '../steps/write.ts'
import { targetOf, textOfPath } from '../target.ts'

const { COPYFILE_EXCL, O_CREAT, O_EXCL, O_WRONLY } = constants
const BUFFER = 65_536

/**
 * As libuv copies: the destination is opened without truncation, then emptied, given the source's mode and filled;
 * it is removed where anything fails after it was opened. Reflinks are not attempted.
 * https://nodejs.org/api/fs.html#fscopyfilesrc-dest-mode-callback
 */
export function* copyFile(site: Site, from: PathLike, to: PathLike, mode: number): Plan<void> {
  try {
    yield* copy(site, from, to, (mode & COPYFILE_EXCL) !== 0)
  } catch (error) {
    throw errorAs(error, 'copyfile', textOfPath(from), textOfPath(to))
  }
}

function* copy(site: Site, from: PathLike, to: PathLike, exclusive: boolean): Plan<void> {
  const source = yield* openAny(site, from, flagBits('r')!, 0)
  try {
    const stats = yield* fstatAny(site, source)
    const bits = O_WRONLY | O_CREAT | (exclusive ? O_EXCL : 0)
    const sink = yield* openAny(site, to, bits, stats.mode)
    let failure: { error: unknown } | null = null
    try {
      const before = yield* fstatAny(site, sink)
      if (before.dev !== stats.dev || before.ino !== stats.ino) yield* fill(site, source, sink, stats)
    } catch (error) {
      failure = { error }
    }
    try {
      yield* closeAny(site, sink)
    } catch (error) {
      failure ??= { error }
    }
    if (failure) {
      yield* removeQuietly(site, to)
      throw failure.error
    }
  } finally {
    yield* closeAny(site, source)
  }
}

/** One end of a copy may lie outside the run directory: its system calls are nobody's steps. */
type End = Opened | { readonly outside: number }

function* openAny(site: Site, path: PathLike, bits: number, mode: number): Plan<End> {
  const target = targetOf(site, path, followsLastLink(bits))
  return target
    ? yield* open(site, target, bits, mode)
    : { outside: site.originals.openSync(path, bits, mode) }
}

function* closeAny(site: Site, end: End): Plan<void> {
  if ('outside' in end) site.originals.closeSync(end.outside)
  else yield* close(site, end)
}

function* fstatAny(site: Site, end: End): Plan<Stats> {
  return 'outside' in end ? site.originals.fstatSync(end.outside) : yield* inspect(site, end)
}

function* fill(site: Site, source: End, sink: End, { mode, size }: Stats): Plan<void> {
  if ('outside' in sink) {
    site.originals.ftruncateSync(sink.outside)
    site.originals.fchmodSync(sink.outside, mode)
  } else {
    yield* ftruncate(site, sink, 0)
    yield* fchmod(site, sink, mode)
  }
  for (let left = size; left > 0;) {
    const buffer = Buffer.allocUnsafe(Math.min(left, BUFFER))
    const got =
      'outside' in source
        ? site.originals.readSync(source.outside, buffer)
        : yield* read(site, source, buffer, null, false)
    if (got === 0) return
    left -= got
    if ('outside' in sink) site.originals.writeSync(sink.outside, buffer, 0, got)
    else yield* writeAll(site, sink, buffer.subarray(0, got))
  }
}

function* removeQuietly(site: Site, path: PathLike): Plan<void> {
  const target: Target | null = targetOf(site, path, false)
  try {
    if (target) yield* onEntry('unlink', 'unlink', target, () => site.originals.unlinkSync(path))
    else site.originals.unlinkSync(path)
  } catch {
    // libuv ignores this: the first error is the one to report.
  }
}
