import { defineTarget } from 'onewriter'
import {
  FileExporter,
  listTraces,
  readTrace,
  sweepTemporaryFiles,
  Trace,
  TraceReadError,
} from 'onewriter/exporter'

/** The first writer is the one process that retains, as `retention.ts` asks for where sessions are resumed. */
const retains = 1
const maxFiles = 1

/**
 * This repository's store of traces as an application sees it: exporters that sweep, one of which retains the newest
 * trace alone; and whoever opens a session lists the traces, and reads the one that it finds there.
 */
export default defineTarget({
  open({ dir, writer }) {
    const exporter = new FileExporter({ directory: dir, ...(writer === retains && { maxFiles }) })
    return {
      calls: {
        export({ session, document }) {
          const trace = new Trace({ sessionId: session })
          trace.startSpan({ kind: 'custom', name: 'document', attributes: { document } }).end()
          return exporter.export(trace)
        },
      },
    }
  },
  async load({ dir, session }) {
    const { traces, unreadable } = await listTraces(dir)
    for (const { error } of unreadable) throw error
    const listed = traces.find(({ trace }) => trace.sessionId === session)
    if (!listed) return undefined
    try {
      const { spans } = await readTrace(listed.file)
      return spans.find(({ name }) => name === 'document')?.attributes['document']
    } catch (error) {
      // Retention may have come in between.
      if (error instanceof TraceReadError && error.code === 'ENOENT') return undefined
      throw error
    }
  },
  specification: {
    name: 'a register that may be retired',
    initial: () => null,
    apply: (_state: object | null, { document }) => ({ state: document }),
    equals: (loaded, state) => loaded === undefined || JSON.stringify(loaded) === JSON.stringify(state),
  },
  owns: (name) => name.endsWith('.json'),
  async recover(dir) {
    await sweepTemporaryFiles(dir, { soleUser: true })
  },
  // All but `parses`, and the opt-in ones: a trace that retention has removed is no lost one.
  oracles: [
    'reads-whole',
    'linearizable',
    'no-litter',
    'no-silent-loss',
    'acknowledged-survives',
    'starts-again',
  ],
})
