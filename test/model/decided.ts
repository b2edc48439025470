/** Functions and classes that give what follows from their arguments, or from the machine; by module. Node 20 to 26. */
export const decided: Readonly<Record<string, readonly string[]>> = {
  crypto:
    'argon2 argon2Sync checkPrime checkPrimeSync createCipher createCipheriv createDecipher createDecipheriv createDiffieHellmanGroup createECDH createHash createHmac createMac createPrivateKey createPublicKey createSecretKey createSign createVerify diffieHellman getCiphers getCipherInfo getCurves getDiffieHellman getHashes getMacs hkdf hkdfSync parsePKCS12 pbkdf2 pbkdf2Sync privateDecrypt privateEncrypt publicDecrypt scrypt scryptSync setEngine timingSafeEqual getFips setFips verify hash decapsulate Certificate Cipher Cipheriv Decipher Decipheriv DiffieHellman DiffieHellmanGroup ECDH Hash Hmac KeyObject Sign Verify X509Certificate secureHeapUsed'.split(
      ' ',
    ),
  subtle:
    'constructor decrypt verify digest deriveKey deriveBits importKey exportKey unwrapKey getPublicKey decapsulateBits decapsulateKey'.split(
      ' ',
    ),
  os: 'arch availableParallelism endianness homedir hostname networkInterfaces platform release tmpdir totalmem type userInfo version machine'.split(
    ' ',
  ),
  // Entries have the times of the marks that they are of; what measures by itself is asked for by what is in the table.
  performance:
    'constructor clearMarks clearMeasures clearResourceTimings getEntries getEntriesByName getEntriesByType setResourceTimingBufferSize markResourceTiming onresourcetimingbufferfull'.split(
      ' ',
    ),
  perf_hooks:
    'Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming createHistogram createSlidingWindowHistogram importHistogram'.split(
      ' ',
    ),
  // What writes a file is noted beside `fs`.
  v8: 'cachedDataVersionTag setFlagsFromString Serializer Deserializer DefaultSerializer DefaultDeserializer deserialize takeCoverage stopCoverage serialize writeHeapSnapshot setHeapSnapshotNearHeapLimit setHeapProfileNearHeapLimit GCProfiler isStringOneByteRepresentation'.split(
    ' ',
  ),
  vm: 'Script createScript runInContext runInThisContext isContext compileFunction'.split(' '),
}
