import { expect, test } from 'vitest'
import { adviceFor } from '../../harness/processes/serving/advice.ts'

const apparmor = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'
const most = '/proc/sys/user/max_user_namespaces'
const adviceWhere = (settings: Readonly<Record<string, string>>) =>
  adviceFor((file) => settings[file] ?? null)

test('each setting that forbids user namespaces has its command', () => {
  expect(adviceWhere({ [apparmor]: '1', [most]: '96365' })).toBe(
    '`sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` allows it',
  )
  expect(adviceWhere({ [apparmor]: '1', [most]: '0' })).toMatch(/userns=0` and `.*max_user_namespaces=\d+`/)
  expect(adviceWhere({ '/proc/sys/kernel/unprivileged_userns_clone': '0' })).toContain('userns_clone=1')
})

test('where no setting is to blame, it takes root, or more rights for the container', () => {
  expect(adviceWhere({ [apparmor]: '0', [most]: '96365' })).toMatch(/^run it as root; .*--cap-add SYS_ADMIN/)
})
