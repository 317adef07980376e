#!/usr/bin/env bash
# check_package.sh TARBALL [DEB]: runs the packed program in an empty root that holds only libc and what
# lies in the tarball; installs the .deb into an empty root with dpkg, runs what it installed, and
# removes it again. Needs root for chroot; without it says so and checks nothing (exit 77).
set -euo pipefail
tarball=$(realpath "$1")
deb=${2:+$(realpath "$2")}
source=$(cd "$(dirname "$0")/.." && pwd)
[ "$(id -u)" -eq 0 ] || { echo "package: only root can check it in an empty root"; exit 77; }

root=$(mktemp -d)
# The loader learns from /proc where the program lies.
trap 'umount "$root/proc" 2>/dev/null; mountpoint -q "$root/proc" || rm -rf "$root"' EXIT
mkdir -p "$root"/{proc,tmp,dev,lib64,lib/x86_64-linux-gnu,models}
tar -xzf "$tarball" -C "$root"
folder=/$(ls "$root" | grep '^flowtime-')
for library in libc.so.6 libm.so.6 libresolv.so.2 libdl.so.2 libpthread.so.0 librt.so.1; do
  cp -L "/lib/x86_64-linux-gnu/$library" "$root/lib/x86_64-linux-gnu/"
done
cp -L /lib64/ld-linux-x86-64.so.2 "$root/lib64/"
cp "$source"/examples/*.yaml "$root/models/"
mount -t proc proc "$root/proc"
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 444 "$root/dev/urandom" c 1 9

flowtime() { env -i HOME=/tmp "$(command -v chroot)" "$root" "$folder/bin/flowtime" "$@"; }
flowtime --version
flowtime run /models/retry-loop.yaml --run-id packed --data-dir /data >"$root/tmp/run.txt"
head -1 "$root/tmp/run.txt"
flowtime runs verify packed --data-dir /data
echo "package: runs in an empty root"

[ -n "$deb" ] || exit 0
system=$root/system
mkdir -p "$system"/var/lib/dpkg/{info,updates,triggers}
touch "$system"/var/lib/dpkg/{status,available}
# Its dependencies are those of this machine: the program runs outside of the new root.
dpkg() { command dpkg --root="$system" --force-depends --force-script-chrootless --log="$root/dpkg.log" "$@"; }
dpkg -i "$deb" >"$root/tmp/dpkg.txt" 2>&1 || { cat "$root/tmp/dpkg.txt"; exit 1; }
dpkg -s flowtime | grep -qx 'Status: install ok installed'
[ -z "$(dpkg -V flowtime)" ] || { echo "package: what dpkg installed differs from the package"; exit 1; }
for path in usr/bin/flowtime usr/lib/systemd/system/flowtime.service etc/default/flowtime \
  usr/share/man/man1/flowtime.1 usr/share/man/man1/flowtime-run.1 usr/share/doc/flowtime/copyright \
  usr/share/bash-completion/completions/flowtime usr/share/zsh/vendor-completions/_flowtime; do
  [ -f "$system/$path" ] || { echo "package: the .deb does not install /$path"; exit 1; }
done
outside=$(dpkg -L flowtime | grep -vE '^/(\.|etc|etc/default.*|usr|usr/(bin|lib|share).*)$' || true)
[ -z "$outside" ] || { echo "package: the .deb installs $outside"; exit 1; }
! ldd "$system/usr/bin/flowtime" | grep 'not found'
installed() { env -i HOME="$root/tmp" "$system/usr/bin/flowtime" "$@"; }
grep -q "^ExecStart=/usr/bin/flowtime serve " "$system/usr/lib/systemd/system/flowtime.service"
installed serve --help >/dev/null
installed run "$source/examples/retry-loop.yaml" --run-id installed --data-dir "$root/data2" >/dev/null
installed runs verify installed --data-dir "$root/data2"
echo 'FLOWTIME_LOG=debug' >>"$system/etc/default/flowtime"
dpkg -r flowtime >/dev/null
[ ! -e "$system/usr/bin/flowtime" ] || { echo "package: removing leaves the program"; exit 1; }
[ -e "$system/etc/default/flowtime" ] || { echo "package: removing takes what an operator wrote"; exit 1; }
dpkg -P flowtime >/dev/null
[ ! -e "$system/etc/default/flowtime" ] || { echo "package: purging leaves its settings"; exit 1; }
echo "package: installs, runs, is removed and purged"
