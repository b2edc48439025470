import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { inNamespace } from '../../harness/processes/serving/serving.ts'
import { root } from './cli.ts'

/** Nobody's number. */
const user = '23456'

/**
 * Run by root, in mounts of its own: a `/dev/fuse` for all, as most machines have it, the package where that user may
 * read it, and `$1/bin`. There, `sudo` works, and `unshare` makes user namespaces for nobody but root, as on a machine
 * that restricts them. It goes on as the user.
 */
const script = `
set -e
base=$1 package=$2 user=$3
shift 3
mount -t tmpfs -o dev,suid,mode=755 none "$base/own"
mkdir "$base/own/package" "$base/own/bin"
mknod -m 666 "$base/own/fuse" c 10 229
mount --bind "$base/own/fuse" /dev/fuse
mount --bind "$package" "$base/own/package"
cp "$(command -v setpriv)" "$base/own/bin/as-root"
chmod 4755 "$base/own/bin/as-root"
cat >"$base/own/bin/sudo" <<'END'
#!/bin/sh
shift
exec as-root --reuid 0 --regid 0 --clear-groups -- "$@"
END
cat >"$base/own/bin/unshare" <<'END'
#!/bin/sh
if grep -q '^ *0 *0 ' /proc/self/uid_map && grep -q '^CapEff:.*0000000000000000' /proc/self/status
then echo 'unshare: not for this user' >&2; exit 1
fi
PATH=\${PATH#*:} exec unshare "$@"
END
chmod 755 "$base/own/bin/sudo" "$base/own/bin/unshare"
cd "$base/home"
exec setpriv --reuid "$user" --regid "$user" --clear-groups -- "$@"`

/** A user without any privilege, as whom a test runs the harness. */
export interface OtherUser {
  /** Before a command. */
  readonly prefix: readonly string[]
  /** Where that user works. */
  readonly home: string
  /** Where that user finds the package. */
  readonly entry: string
  /** Where `sudo` works, and users have no namespaces: before `PATH`. */
  readonly sudoPath: string
  /** Why nobody can be one here; null where that can be. */
  readonly lacks: string | null
}

export function otherUser(scratch: string): OtherUser {
  const home = path.join(scratch, 'home')
  for (const each of [home, path.join(scratch, 'own')]) fs.mkdirSync(each)
  fs.chmodSync(scratch, 0o755)
  fs.chmodSync(home, 0o777)
  const own = path.join(scratch, 'own')
  const apart = ['unshare', '-m', '--propagation', 'private', '--', 'sh', '-c', script, 'as-user']
  const prefix = [...apart, scratch, root, user]
  fs.mkdirSync(path.join(home, 'node_modules'))
  fs.symlinkSync(path.join(own, 'package'), path.join(home, 'node_modules/onewriter'))
  const [program, ...args] = [...prefix, ...inNamespace, process.execPath, '-e', '']
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  return {
    prefix,
    home,
    entry: path.join(own, 'package/dist/harness/cli.bundle.js'),
    sudoPath: path.join(own, 'bin'),
    lacks: status === 0 ? null : (stderr ?? '').trim() || String(error ?? `status ${status}`),
  }
}
