import { sqlite } from '../sqlite.ts'

export default sqlite('OFF')
