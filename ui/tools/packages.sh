#!/usr/bin/env bash
# Brings the packages of package-lock.json into node_modules, for building and testing the pages only.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=$(sha256sum package-lock.json | cut -d' ' -f1)
[ "$(cat node_modules/.lock-of 2>/dev/null)" != "$wanted" ] || exit 0
packages=$(grep -c '"node_modules/' package-lock.json)
echo "Installing $packages npm packages into ui/node_modules (about 100 MB, for the tests of the web UI only)"
npm ci --no-audit --no-fund --loglevel=error
echo "$wanted" >node_modules/.lock-of
