import fs from 'node:fs'
import { readNow } from '../read-now.ts'
import { decodeRequest, headerBytes, type FuseRequest } from './requests.ts'

const { O_NONBLOCK, O_RDWR } = fs.constants
const devicePath = '/dev/fuse'

/** What one WRITE brings at most: larger ones would be divided where the caller's buffer happens to lie. */
export const maxWriteBytes = 1 << 20

/** The kernel reads nothing less (`FUSE_MIN_READ_BUFFER`), and the buffer must hold the largest write. */
const bufferBytes = maxWriteBytes + 4096

/** One connection to the kernel: the end that a server holds of one mount. Nothing here waits. */
export class FuseDevice {
  readonly descriptor: number
  readonly #buffer = Buffer.allocUnsafe(bufferBytes)

  /** @throws as open(2), where there is no `/dev/fuse` or it may not be opened. */
  constructor() {
    this.descriptor = fs.openSync(devicePath, O_RDWR | O_NONBLOCK)
  }

  /** The next request; null where there is none. */
  read(): FuseRequest | null {
    for (;;) {
      const size = this.#read()
      if (size === null) return null
      if (size >= headerBytes) return decodeRequest(this.#buffer.subarray(0, size))
    }
  }

  /** Null where nothing is there; 0 where the one that asked has just been ended. */
  #read(): number | null {
    try {
      return readNow(this.descriptor, this.#buffer)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // Not mounted yet, or not any more.
      if (code === 'EAGAIN' || code === 'EPERM' || code === 'ENODEV') return null
      if (code === 'ENOENT' || code === 'EINTR') return 0
      throw error
    }
  }

  /** Whoever asked may be gone by now. */
  write(message: Buffer): void {
    try {
      fs.writeSync(this.descriptor, message)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT' && code !== 'ENODEV') throw error
    }
  }

  close(): void {
    fs.closeSync(this.descriptor)
  }
}
