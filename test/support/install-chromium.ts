import path from 'node:path'
import { execa } from 'execa'
import { root } from './cli.ts'

/** Before all tests. Where it cannot be installed, the tests that need it fail and say what to install. */
export default async function setup(): Promise<void> {
  await execa(path.join(root, 'scripts/install-chromium.sh'), { reject: false, stdio: 'inherit' })
}
