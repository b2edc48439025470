import { writeFile } from 'node:fs/promises'
import { fileWriter } from 'onewriter'

/** jprichardson/node-jsonfile#79: the file is emptied first, and whoever reads it then finds no JSON. */
export default fileWriter((file, text) => writeFile(file, text))
