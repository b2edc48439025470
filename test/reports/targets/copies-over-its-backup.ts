import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { settingsWithBackup } from './parts/kept-copy.ts'

/**
 * Report 10, anegostudios/VintageStory-Issues#9776: what is there is copied over the backup, be it whole or not, and
 * then written over.
 */
export default settingsWithBackup((file, backup, text) => {
  if (existsSync(file)) copyFileSync(file, backup)
  writeFileSync(file, text)
})
