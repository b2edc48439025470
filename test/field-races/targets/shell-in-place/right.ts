import { saves } from '../programs.ts'

export default saves('sh', 'save.sh', 'own-name')
