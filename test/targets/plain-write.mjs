import fs from 'node:fs'
import { fileWriter } from 'onewriter'
export default fileWriter((file, text) => fs.promises.writeFile(file, text))
