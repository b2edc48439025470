/** Makes docs/json.md anew from the schemas: `npm run reference`. */
import fs from 'node:fs'
import { optionsOf } from '../arguments.ts'
import { jsonPage, renderJsonPage } from './page.ts'

optionsOf({})
fs.writeFileSync(jsonPage, renderJsonPage())
process.stdout.write(`wrote ${jsonPage}\n`)
