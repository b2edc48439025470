import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './support/cli.ts'

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly allowScripts: Readonly<Record<string, boolean>>
}
interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>
}

const read = (file: string): unknown => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'))

test('whoever installs the packed archive is not asked to allow a script', () => {
  const { scripts } = read('package.json') as Manifest
  // npm asks about these of each package that comes from no registry.
  expect(Object.keys(scripts)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^((pre|post)?install|prepare)$/)]),
  )
  expect(scripts).toMatchObject({ prepack: 'npm run build' })
})

test('scripts of the packages that are installed here are allowed, each by name', () => {
  const { packages } = read('package-lock.json') as Lockfile
  const { allowScripts } = read('package.json') as Manifest
  const withScripts = Object.entries(packages).flatMap(([place, { hasInstallScript }]) =>
    hasInstallScript ? [place.replace(/^.*node_modules\//, '')] : [],
  )
  expect(withScripts).not.toEqual([])
  expect(Object.keys(allowScripts).toSorted()).toEqual(withScripts.toSorted())
})
