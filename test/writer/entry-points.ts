/** Functions that reach files beside `fs`, by module: noted where they touch the run directory. */
export const noted: Readonly<Record<string, readonly string[]>> = {
  process: ['loadEnvFile', 'chdir', 'execve', 'binding', 'dlopen'],
  module: ['_findPath', '_stat', 'findPackageJSON', 'enableCompileCache', 'register'],
  v8: ['writeHeapSnapshot', 'setHeapSnapshotNearHeapLimit', 'setHeapProfileNearHeapLimit'],
  child_process: ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'],
  worker_threads: ['Worker'],
  wasi: ['WASI'],
  sqlite: ['DatabaseSync', 'backup'],
  trace_events: ['createTracing'],
  ffi: [
    'DynamicLibrary',
    'dlclose',
    'dlopen',
    'dlsym',
    'exportArrayBuffer',
    'exportArrayBufferView',
    'exportBuffer',
    'exportString',
    'getCurrentEventLoop',
    'getFloat32',
    'getFloat64',
    'getInt16',
    'getInt32',
    'getInt64',
    'getInt8',
    'getRawPointer',
    'getUint16',
    'getUint32',
    'getUint64',
    'getUint8',
    'setFloat32',
    'setFloat64',
    'setInt16',
    'setInt32',
    'setInt64',
    'setInt8',
    'setUint16',
    'setUint32',
    'setUint64',
    'setUint8',
    'toArrayBuffer',
    'toBuffer',
    'toString',
  ],
}

/** Functions of the same modules that reach no file by themselves, in Node 20 to 26. */
export const harmless: Readonly<Record<string, readonly string[]>> = {
  // Ask `fs`, or touch no file; `_kill`, `kill` and `abort` are no looks.
  process:
    '_debugEnd _debugProcess _fatalException _getActiveHandles _getActiveRequests _kill _linkedBinding _rawDebug _startProfilerIdleNotifier _stopProfilerIdleNotifier _tickCallback abort addUncaughtExceptionCaptureCallback assert availableMemory constrainedMemory cpuUsage cwd emitWarning exit getActiveResourcesInfo getBuiltinModule getegid geteuid getgid getgroups getuid hasUncaughtExceptionCaptureCallback hrtime initgroups kill memoryUsage nextTick openStdin reallyExit ref resourceUsage setSourceMapsEnabled setUncaughtExceptionCaptureCallback setegid seteuid setgid setgroups setuid threadCpuUsage umask unref uptime'.split(
      ' ',
    ),
  // Ask `_findPath`, `_stat` and the functions of `fs`, or touch no file.
  module:
    'Module SourceMap _debug _initPaths _load _nodeModulePaths _preloadModules _readPackage _resolveFilename _resolveLookupPaths createRequire findSourceMap flushCompileCache getCompileCacheDir getSourceMapsSupport isBuiltin registerHooks runMain setSourceMapsSupport stripTypeScriptTypes syncBuiltinESMExports wrap'.split(
      ' ',
    ),
  // Touch no file but that of coverage, which an environment variable asks for, and profiles that are given as text.
  v8: 'DefaultDeserializer DefaultSerializer Deserializer GCProfiler Serializer cachedDataVersionTag deserialize getCppHeapStatistics getHeapCodeStatistics getHeapSnapshot getHeapSpaceStatistics getHeapStatistics isStringOneByteRepresentation queryObjects serialize setFlagsFromString startCpuProfile startHeapProfile stopCoverage takeCoverage'.split(
    ' ',
  ),
  // Code that runs here, and asks what all code here asks.
  vm: 'Script compileFunction createContext createScript isContext measureMemory runInContext runInNewContext runInThisContext'.split(
    ' ',
  ),
  // `ChildProcess.prototype.spawn` is noted.
  child_process: 'ChildProcess _forkChild'.split(' '),
  // Messages.
  worker_threads:
    'BroadcastChannel MessageChannel MessagePort getEnvironmentData isMarkedAsUntransferable markAsUncloneable markAsUntransferable moveMessagePortToContext postMessageToThread receiveMessageOnPort setEnvironmentData'.split(
      ' ',
    ),
  // `Socket.prototype.connect` and `Server.prototype.listen` are noted.
  net: 'BlockList BoundSocket Server Socket SocketAddress Stream _TransferredBoundSocket _createServerHandle _normalizeArgs _setSimultaneousAccepts connect createConnection createServer getDefaultAutoSelectFamily getDefaultAutoSelectFamilyAttemptTimeout isIP isIPv4 isIPv6 setDefaultAutoSelectFamily setDefaultAutoSelectFamilyAttemptTimeout'.split(
    ' ',
  ),
  // As `net`; certificates are given as text.
  tls: 'SecureContext Server TLSSocket checkServerIdentity connect convertALPNProtocols createSecureContext createSecurePair createServer getCACertificates getCertificateCompressionAlgorithms getCiphers setDefaultCACertificates'.split(
    ' ',
  ),
  // As `net`; files are sent by the functions of `fs`, and somebody has to connect.
  http2:
    'Http2ServerRequest Http2ServerResponse connect createSecureServer createServer getDefaultSettings getPackedSettings getUnpackedSettings performServerHandshake'.split(
      ' ',
    ),
  // Of a database, which is noted.
  sqlite: 'Session StatementSync'.split(' '),
  // Parts of the program itself.
  sea: 'getAsset getAssetAsBlob getAssetKeys getRawAsset isSea'.split(' '),
  // Tells a setting.
  trace_events: 'getEnabledCategories'.split(' '),
  // A debugger's socket.
  inspector: 'Session close open url waitForDebugger'.split(' '),
  // Asks the functions of `fs`.
  repl: 'REPLServer Recoverable isValidSyntax start writer'.split(' '),
  // Starts processes, which are noted, and asks the functions of `fs`.
  test: 'after afterEach before beforeEach describe expectFailure getTestContext it only run skip suite test todo'.split(
    ' ',
  ),
  // Starts processes, which are noted.
  cluster: 'Worker disconnect fork setupMaster setupPrimary'.split(' '),
  // Terminals.
  tty: 'ReadStream WriteStream isatty'.split(' '),
  // Nothing that a path is given to.
  globals:
    'AbortController AbortSignal Blob BroadcastChannel Buffer ByteLengthQueuingStrategy CloseEvent CompressionStream CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException DecompressionStream ErrorEvent Event EventTarget File FormData Headers MessageChannel MessageEvent MessagePort Navigator ExecutionRequest PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming QuotaExceededError ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader Request Response Storage SubtleCrypto TextDecoder TextDecoderStream TextEncoder TextEncoderStream TransformStream TransformStreamDefaultController URL URLPattern URLSearchParams WebSocket WritableStream WritableStreamDefaultController WritableStreamDefaultWriter atob btoa clearImmediate clearInterval clearTimeout decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval fetch isFinite isNaN parseFloat parseInt queueMicrotask setImmediate setInterval setTimeout structuredClone unescape'.split(
      ' ',
    ),
}

/** Modules without anything that a path is given to; `fs` has a test of its own. */
export const withoutFiles: readonly string[] =
  'assert async_hooks buffer console constants crypto dgram diagnostics_channel dns domain events http https os path perf_hooks punycode querystring readline stream string_decoder sys timers url util zlib'.split(
    ' ',
  )
