import { defineTarget } from 'onewriter'
import { FileExporter, parseTrace, sweepTemporaryFiles, Trace } from 'onewriter/exporter'

/**
 * This repository's exporter, as an application uses it: a trace that carries the document, written in each way.
 *
 * @param now the clock of its traces; by default the machine's
 */
export const exporterTarget = (now?: () => number) =>
  defineTarget({
    open({ dir }) {
      const exporter = new FileExporter({ directory: dir })
      const traceOf = (sessionId: string, document: object) => {
        const trace = new Trace({ sessionId, ...(now && { now }) })
        trace.startSpan({ kind: 'custom', name: 'document', attributes: { document } }).end()
        return trace
      }
      return {
        file: (session) => exporter.fileOf(session),
        calls: {
          export: ({ session, document }) => exporter.export(traceOf(session, document)),
          snapshot: ({ session, document }) => exporter.snapshot(traceOf(session, document)),
          flush: ({ session, document }) => exporter.flushSync(traceOf(session, document)),
        },
      }
    },
    read(bytes) {
      const trace = parseTrace(Buffer.from(bytes).toString('utf8'))
      return trace.spans.find((span) => span.name === 'document')?.attributes['document']
    },
    recover: (dir) => sweepTemporaryFiles(dir, { soleUser: true }),
  })

export default exporterTarget()
