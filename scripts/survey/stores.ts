import { linesOf, type Line } from './causes.ts'

/** A published library that keeps several entries, asked with a specification. */
export interface Store {
  /** Its target is in `targets`, under this name; `stores/conf`. */
  readonly name: string
  readonly library: string
  /** What a call of the target does. */
  readonly call: string
  readonly specification: string
  /** It keeps something in its process that changes its steps, so that every execution needs a fresh one. */
  readonly keepsState?: boolean
  /** So many samples are enough, where every one of them shows something that is then made smaller; default: 300. */
  readonly samples?: number
  /** Why it has come out as it has: which lines, and what they do. */
  readonly at: readonly Line[]
  readonly says: string
}

const conf = linesOf('conf/dist/source/index.js', {
  read: [210, 'fs.readFileSync(this.path'],
  write: [417, 'atomicWriteFileSync(this.path, data'],
})
const steno = linesOf('steno/lib/index.js', { name: [8, 'return join(dirname(f), `.${basename(f)}.tmp`)'] })
const lowdb = linesOf('scripts/survey/targets/stores/lowdb.ts', { read: [8, 'await database.read()'] })
const lockTarget = linesOf('scripts/survey/targets/stores/proper-lockfile.ts', {
  lock: [11, 'const release = await lock(file, options)'],
})
const keyv = linesOf('keyv-file/lib/index.js', {
  read: [45, 'this._loadDataSync()'],
  write: [232, 'fsp.writeFile(this.opts.filename, data)'],
})
const cacache = linesOf('cacache/lib/entry-index.js', { append: [134, 'await appendFile(bucket'] })
const content = linesOf('cacache/lib/content/write.js', { move: [38, 'await moveToDestination(tmp'] })
const verify = linesOf('cacache/lib/verify.js', {
  remove: [146, 'await rm(f, '],
  truncate: [218, 'await truncate(bucket._path)'],
})
const persist = linesOf('node-persist/src/local-storage.js', {
  write: [425, 'fs.writeFile(file, this.stringify(content)'],
})

const map = '`map()`'

export const stores: readonly Store[] = [
  {
    name: 'stores/conf',
    library: 'conf',
    call: 'new Conf({ cwd, configName }).set(key, document)',
    specification: map,
    at: [conf.read, conf.write],
    says: '`set` reads the file, and replaces it by all that was read and the new entry: what was set in between is lost',
  },
  {
    name: 'stores/lowdb',
    library: 'lowdb',
    call: 'database.read(), database.data[key] = document, database.write()',
    specification: map,
    keepsState: true,
    at: [lowdb.read, steno.name],
    says: 'the file is read, changed and replaced: what was set in between is lost. The temporary file always has the same name: two writers fill it together',
  },
  {
    name: 'stores/proper-lockfile',
    library: 'proper-lockfile',
    call: 'lock(file), read, write a temporary file, rename it, release()',
    specification: map,
    keepsState: true,
    at: [lockTarget.lock],
    says: 'the lock is held from before the file is read until after it was replaced: no entry is lost',
  },
  {
    name: 'stores/keyv-file',
    library: 'keyv-file',
    call: 'new KeyvFile({ filename }).set(key, document)',
    specification: map,
    at: [keyv.read, keyv.write],
    says: 'the file is read once, when the store is made, and all of it is written anew, in place, 100 ms after a `set`: what others have set since is lost',
  },
  {
    name: 'stores/node-persist',
    library: 'node-persist',
    samples: 30,
    call: 'storage.setItem(key, document)',
    specification: map,
    at: [persist.write],
    says: 'each key has a file of its own, which is written in place: a load at that time meets half of a value. Each `setItem` was awaited',
  },
  {
    name: 'stores/cacache',
    library: 'cacache',
    call: 'put(cache, key, text)',
    specification: map,
    at: [content.move, cacache.append],
    says: 'content is renamed to its hash before the index names it, and an entry of the index is one append',
  },
  {
    name: 'stores/cacache-verify',
    library: 'cacache',
    call: 'put(cache, key, text), or verify(cache)',
    specification: 'a map beside `verify`',
    at: [verify.remove, verify.truncate],
    says: '`verify` removes content that the index does not name yet, and empties each bucket of the index before it fills it again',
  },
]
