import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Stage } from '../../harness/engine/explore/stage.ts'

/** Controlled writers of one target, for a test that decides their steps itself. */
export async function onStage<T>(target: string, body: (stage: Stage) => T): Promise<T> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'stage-'))
  const compileCacheDir = path.join(root, 'compiled')
  fs.mkdirSync(compileCacheDir)
  const facts = {
    name: path.basename(target),
    operations: [],
    oracles: null,
    byteExact: true,
    controllable: true,
    recovers: false,
    customRead: false,
  }
  const options = {
    target: pathToFileURL(target).href,
    runtime: process.execPath,
    root,
    compileCacheDir,
    facts,
  }
  const stage = new Stage(
    { ...options, samePid: false },
    () => {},
    () => {},
  )
  try {
    return body(stage)
  } finally {
    await stage.close()
    fs.rmSync(root, { recursive: true })
  }
}
