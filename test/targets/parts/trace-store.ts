import { AsyncLocalStorage } from 'node:async_hooks'
import path from 'node:path'
import { defineTarget, type Target } from 'onewriter'
import {
  listTraces,
  readTrace,
  sessionOfFileName,
  sweepTemporaryFiles,
  Trace,
  TraceReadError,
  type FileExporterOptions,
  type TraceExporter,
} from 'onewriter/exporter'
import { retiredTraces, type Loaded } from './retired-traces.ts'

/** The first writer is the one process that retains, as `retention.ts` asks for where sessions are resumed. */
const retains = 1
const maxFiles = 1

/**
 * A store of traces as an application sees it: exporters that sweep, one of which retains the newest trace alone; and
 * whoever opens a session lists the traces, and reads the one that it finds there.
 */
export function traceStore(exporterOf: (options: FileExporterOptions) => TraceExporter): Target {
  return defineTarget({
    open({ dir, writer }) {
      // Two exports of one writer may be under way together.
      const retiredBy = new AsyncLocalStorage<string[]>()
      const onRetired = (file: string) =>
        void retiredBy.getStore()?.push(sessionOfFileName(path.basename(file)) ?? '')
      const exporter = exporterOf({ directory: dir, onRetired, ...(writer === retains && { maxFiles }) })
      return {
        calls: {
          async export({ session, document }) {
            const trace = new Trace({ sessionId: session })
            trace.startSpan({ kind: 'custom', name: 'document', attributes: { document } }).end()
            const retired: string[] = []
            await retiredBy.run(retired, () => exporter.export(trace))
            return retired
          },
        },
      }
    },
    load: async ({ dir, session }): Promise<Loaded> => ({
      session,
      document: await documentOf(dir, session),
    }),
    specification: retiredTraces,
    owns: (name) => name.endsWith('.json'),
    async recover(dir) {
      await sweepTemporaryFiles(dir, { soleUser: true })
    },
  })
}

async function documentOf(dir: string, session: string): Promise<unknown> {
  const { traces, unreadable } = await listTraces(dir)
  for (const { error } of unreadable) throw error
  const listed = traces.find(({ trace }) => trace.sessionId === session)
  if (!listed) return null
  try {
    const { spans } = await readTrace(listed.file)
    return spans.find(({ name }) => name === 'document')?.attributes['document'] ?? null
  } catch (error) {
    // Retention may have come in between.
    if (error instanceof TraceReadError && error.code === 'ENOENT') return null
    throw error
  }
}
