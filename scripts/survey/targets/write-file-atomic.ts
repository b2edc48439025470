import { fileWriter } from 'onewriter'
import writeFileAtomic from 'write-file-atomic'

export default fileWriter((file, text) => writeFileAtomic(file, text))
