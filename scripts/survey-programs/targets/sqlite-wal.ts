import { sqlite } from '../sqlite.ts'

export default sqlite('FULL', 'WAL')
