import { exporterTarget } from './exporter.ts'

/** The same with a clock that stands still: what is served sees the machine's, and would write something else each time. */
export default exporterTarget(() => 0)
