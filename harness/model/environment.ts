/** Names the directory, as JSON (`KnownDirectory`), inside the run's own, in which its processes share what they have compiled. */
export const compileCacheVariable = 'ONEWRITER_COMPILE_CACHE'
