import { sqlite } from '../sqlite.ts'

export default sqlite('EXTRA')
