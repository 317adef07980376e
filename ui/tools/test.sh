#!/usr/bin/env bash
# One part of the tests of the web UI: check, unit, dist, client or a journey's file by name.
#   ui/tools/test.sh PART [PROGRAM]
# Ends with 77 (skipped, with the reason) where Node, its packages or Chromium are not there; with
# FT_UI_REQUIRED set that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
part=$1

skip() {
  echo "$part was not run: $1"
  [ -z "${FT_UI_REQUIRED:-}" ] || exit 1
  exit 77
}

command -v node >/dev/null || skip "Node is not installed"
[ "$(cat node_modules/.lock-of 2>/dev/null)" = "$(sha256sum package-lock.json | cut -d' ' -f1)" ] ||
  skip "the packages of package-lock.json are not installed; ./dev test installs them, or: ui/tools/packages.sh"

# The committed pages are those that the sources make.
dist() {
  # not local: the trap reads it at the end
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
  npx vite build --logLevel warn --outDir "$fresh" --emptyOutDir
  diff -r dist "$fresh" >/dev/null || {
    diff -rq dist "$fresh" || true
    echo "ui/dist is not what ui/src makes: run (cd ui && npm run build) and commit it"
    return 1
  }
  node tools/check_dist.mjs
}

journey() {
  [ -x "${CHROMIUM:-/usr/bin/chromium}" ] || skip "Chromium is not installed (apt-get install chromium)"
  FLOWTIME_BIN=$1 node --test --test-timeout=900000 "tests/journeys/$part.test.mjs"
}

case $part in
  check) npx svelte-check --tsconfig ./tsconfig.json --fail-on-warnings ;;
  unit) npx vitest run ;;
  dist) dist ;;
  client) FLOWTIME_BIN=${2:?the program} node tools/openapi.mjs --check ;;
  *) journey "${2:?the program}" ;;
esac
