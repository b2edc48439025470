/** Names the directory, as JSON (`KnownDirectory`), inside the run's own, in which its processes share what they have compiled. */
export const compileCacheVariable = 'ONEWRITER_COMPILE_CACHE'
/** Names the directory that is `os.tmpdir()` for the writers under control, and empty when an execution begins. */
export const temporaryVariable = 'ONEWRITER_TEMPORARY'
