import { fileWriter } from 'onewriter'
import { sweepTemporaryFiles, writeFileAtomic, writeFileAtomicSync } from 'onewriter/exporter'

/** The one path by which the exporter's bytes reach a file, asynchronous and synchronous calls mixed. */
export default fileWriter(
  {
    export: (file, text) => writeFileAtomic(file, text),
    flush: (file, text) => writeFileAtomicSync(file, text),
  },
  { recover: (dir) => sweepTemporaryFiles(dir, { soleUser: true }) },
)
