import type { Script, ScriptedFs, ScriptedTarget } from './script.ts'

const files = { s1: 's1.json' }

/** Writes on the spot: two at once tear the file. */
export const inPlace: ScriptedTarget = {
  files,
  calls: {
    *write({ bytes, fs }) {
      yield* fs.writeFile('s1.json', bytes)
    },
  },
}

/** Writes beside it under a name of its own, and renames. */
export const byRename: ScriptedTarget = {
  files,
  calls: {
    *write({ bytes, fs, writer, call }) {
      const temporary = `s1.json.${writer}.${call}.tmp`
      yield* fs.writeFile(temporary, bytes)
      yield* fs.rename(temporary, 's1.json')
    },
  },
}

/** The same, but all use one name. */
export const bySharedName: ScriptedTarget = {
  files,
  calls: {
    *write({ bytes, fs }) {
      yield* fs.writeFile('s1.json.tmp', bytes)
      yield* fs.rename('s1.json.tmp', 's1.json')
    },
  },
}

/** By rename, but what was there is removed before: for a moment there is nothing. */
export const removingFirst: ScriptedTarget = {
  files,
  calls: {
    *write({ bytes, fs, writer, call }) {
      const temporary = `s1.json.${writer}.${call}.tmp`
      yield* fs.writeFile(temporary, bytes)
      try {
        yield* fs.unlink('s1.json')
      } catch {
        // Nobody has written yet.
      }
      yield* fs.rename(temporary, 's1.json')
    },
  },
}

const staleMillis = 1000
const retryMillis = 200

/** A lock that is old is taken for one whose holder has died, though the holder may just stand still. */
export const underALockThatGrowsStale: ScriptedTarget = {
  files,
  calls: {
    *write({ bytes, fs }) {
      for (let isHeld = false; !isHeld;) {
        try {
          yield* fs.close(yield* fs.open('s1.json.lock', 'wx'))
          isHeld = true
        } catch {
          yield* waitForIt(fs)
        }
      }
      yield* fs.writeFile('s1.json', bytes)
      yield* fs.unlink('s1.json.lock')
    },
  },
}

function* waitForIt(fs: ScriptedFs): Script {
  try {
    const { modifiedMillis } = yield* fs.stat('s1.json.lock')
    if (fs.nowMillis - modifiedMillis > staleMillis) yield* fs.unlink('s1.json.lock')
    else yield* fs.sleep(retryMillis)
  } catch {
    // It was let go in between.
  }
}
