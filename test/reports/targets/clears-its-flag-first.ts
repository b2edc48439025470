import { debouncedStore } from './parts/debounced-store.ts'

/** Report 09, mended: the flag is cleared with the text that is to be written. */
export default debouncedStore('first')
