import { expect, test } from 'vitest'
import { resolved } from '../../harness/programs/served/steps/resolved.ts'

const links = new Map([
  ['link', 'file'],
  ['dir/up', '../link'],
  ['dir/absolute', '/run/dir/file'],
  ['folder', './dir/'],
  ['root', '/run'],
  ['away', '/etc/passwd'],
  ['beside', '/runner'],
  ['above', '../elsewhere'],
  ['round', 'circle'],
  ['circle', 'round'],
])
const served = { linkAt: (path: string) => links.get(path) ?? null, root: '/run' }

test.each<[string, boolean, string, string[]]>([
  ['file', true, 'file', []],
  ['link', true, 'file', ['link']],
  ['link', false, 'link', []],
  ['dir/up', true, 'file', ['dir/up', 'link']],
  ['dir/absolute', true, 'dir/file', ['dir/absolute']],
  ['folder/file', false, 'dir/file', ['folder']],
  ['folder/up', false, 'dir/up', ['folder']],
  ['root/root/dir/', true, 'dir', ['root', 'root']],
  ['root', true, '', ['root']],
  ['missing/file', true, 'missing/file', []],
  // They lead elsewhere, or nowhere.
  ['away', true, 'away', []],
  ['beside/file', true, 'beside/file', []],
  ['above', true, 'above', []],
  ['round', true, 'round', []],
])('%s, followed: %s, is %s', (path, isFollowed, expected, through) => {
  const found = resolved(path, isFollowed, served)
  expect({ through: [], ...found }).toEqual({ path: expected, through })
})
