import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { HarnessError } from '../../model/errors.ts'
import type { Privilege } from './privilege.ts'

/** The user `nobody`: whoever is the superuser of the namespace, for the moment before it is the user again. */
const nobody = 65_534

/** To mount, to enter a mount namespace, and to look at programs. With CAP_SETUID, mount(8) would refuse to work. */
const capabilities = '+sys_admin,+sys_chroot,+sys_ptrace'

/**
 * Run by root. A process of the user's makes the namespace, so that it is the user's, with a capability which makes that
 * allowed where it is forbidden to others. Root then says who is who in it: the user is the user, and its superuser is
 * nobody. The process says its number, and holds the namespace until its input ends.
 */
const script = `
exec 4<&0
setpriv --reuid "$1" --regid "$2" --clear-groups --inh-caps=+sys_admin --ambient-caps=+sys_admin -- \
  unshare --user cat <&4 >/dev/null &
until [ "$(readlink /proc/$!/ns/user)" != "$(readlink /proc/self/ns/user)" ]; do
  kill -0 $! || exit
  sleep 0.01
done
exec 4<&-
printf '%s %s 1\\n0 ${nobody} 1\\n' "$1" "$1" >/proc/$!/uid_map &&
printf '%s %s 1\\n0 ${nobody} 1\\n' "$2" "$2" >/proc/$!/gid_map &&
echo $! && exec >&- && wait $!`

/**
 * A user namespace where this user may mount, though the machine forbids it to users: sudo(8) makes it. Its superuser is
 * nobody outside, and no process of root's is left to do anything but wait.
 *
 * @throws HarnessError where it cannot be made
 */
export async function startSudoNamespace(): Promise<Privilege> {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()].map(String) as [string, string]
  const holder = spawn('sudo', ['-n', 'sh', '-c', script, 'onewriter-namespace', uid, gid], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = { out: '', errors: '' }
  holder.stderr.on('data', (chunk) => (said.errors += chunk))
  holder.stdout.on('data', (chunk) => (said.out += chunk))
  holder.stdin.on('error', () => {}) // It has ended, and says why.
  const end = once(holder, 'close')
  await Promise.race([once(holder.stdout, 'data'), end])
  const pid = Number(said.out)
  if (!(pid > 0)) {
    await end
    throw new HarnessError(`sudo has made no user namespace: ${said.errors.trim()}`, { process: 'sudo' })
  }
  for (const each of [holder, holder.stdin, holder.stdout, holder.stderr])
    (each as unknown as { unref(): void }).unref()
  const enter = ['nsenter', `--user=/proc/${pid}/ns/user`, '--setuid', '0', '--setgid', '0', '--']
  const asUser = ['setpriv', '--reuid', uid, '--regid', gid, '--clear-groups']
  const able = [`--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`, '--']
  return {
    prefix: [...enter, ...asUser, ...able],
    close: () => holder.stdin.end(),
  }
}
