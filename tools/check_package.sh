#!/usr/bin/env bash
# check_package.sh TARBALL: runs the packed program in an empty root that holds only libc and what
# lies in the tarball. Needs root for chroot; without it says so and checks nothing (exit 77).
set -euo pipefail
tarball=$(realpath "$1")
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
