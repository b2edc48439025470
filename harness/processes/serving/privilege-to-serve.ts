import { noPrivilege, type Privilege } from './privilege.ts'
import { inNamespace, serving } from './serving.ts'
import { startSudoNamespace } from './sudo-namespace.ts'

/**
 * What lets a process serve files to programs, by the way that works here.
 *
 * @throws HarnessError where sudo(8) worked when it was asked, and now does not
 */
export async function privilegeToServe(): Promise<Privilege> {
  switch (serving().by) {
    case 'namespace':
      return { prefix: inNamespace, close() {} }
    case 'sudo':
      return startSudoNamespace()
    default:
      return noPrivilege
  }
}
