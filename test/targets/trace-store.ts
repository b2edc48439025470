import { FileExporter } from 'onewriter/exporter'
import { traceStore } from './parts/trace-store.ts'

/** This repository's own. */
export default traceStore((options) => new FileExporter(options))
