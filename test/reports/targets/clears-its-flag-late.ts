import { debouncedStore } from './parts/debounced-store.ts'

/** Report 09: the flag is cleared once the write is through, and so takes with it what has changed meanwhile. */
export default debouncedStore('late')
