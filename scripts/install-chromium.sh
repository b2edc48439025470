#!/usr/bin/env bash
# Sees to it that there is a Chromium for the tests of the picture: installs Debian's where that is allowed.
set -euo pipefail

for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
[ -x '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
  echo 'expected a Chromium: install one (Debian: apt-get install chromium), or set CHROMIUM to its path' >&2
  exit 1
fi
