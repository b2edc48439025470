import { saves } from '../programs.ts'

export default saves('python3', 'save.py', 'own-name')
