/** What lets a process in a container mount. Where the host has AppArmor, its profile for containers forbids it as well. */
export const containerAdvice =
  'in a container, start that with `--device /dev/fuse --cap-add SYS_ADMIN --security-opt apparmor=unconfined`'

/** Settings that forbid user namespaces: where each is found, at which value it forbids, and the command that helps. */
const settings = [
  {
    // Ubuntu since 23.10: https://ubuntu.com/blog/ubuntu-23-10-restricted-unprivileged-user-namespaces
    file: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    forbids: '1',
    help: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
  {
    // Debian until 11.
    file: '/proc/sys/kernel/unprivileged_userns_clone',
    forbids: '0',
    help: 'sudo sysctl -w kernel.unprivileged_userns_clone=1',
  },
  {
    file: '/proc/sys/user/max_user_namespaces',
    forbids: '0',
    help: 'sudo sysctl -w user.max_user_namespaces=10000',
  },
] as const

/**
 * What lets this user have a user namespace.
 *
 * @param read gives what a file holds, without space around it; null where there is none
 */
export function adviceFor(read: (file: string) => string | null): string {
  const found = settings.filter(({ file, forbids }) => read(file) === forbids)
  if (found.length > 0) return `${found.map(({ help }) => `\`${help}\``).join(' and ')} allows it`
  return `run it as root; ${containerAdvice}`
}
