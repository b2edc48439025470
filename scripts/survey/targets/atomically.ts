import { writeFile } from 'atomically'
import { fileWriter } from 'onewriter'

export default fileWriter((file, text) => writeFile(file, text))
