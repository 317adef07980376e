#!/usr/bin/env bash
# libyaml_source.sh FOLDER: the C sources of the installed libyaml-dev in FOLDER/source.
#
# Debian's binary package has none, and the page's module is to read YAML with the same code as the
# program. apt gets a source list of its own inside FOLDER: the archives that this machine uses for
# binary packages, asked for source packages. Nothing of the system changes.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
version=$(dpkg-query -W -f='${Version}' libyaml-dev)
[ "$(cat "$folder/version" 2>/dev/null)" != "$version" ] || exit 0

mkdir -p "$folder/apt/parts" "$folder/apt/lists/partial"
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  [ -f "$list" ] || continue
  sed -E 's/^deb( |\t)/deb-src\1/; s/^Types:.*/Types: deb-src/' "$list" \
    >"$folder/apt/parts/$(basename "$list")"
done
apt=(apt-get -qq -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$folder/apt/parts"
  -o "Dir::State::Lists=$folder/apt/lists" -o "APT::Sandbox::User=root")
"${apt[@]}" update
cd "$folder"
"${apt[@]}" source --download-only "libyaml=$version"
rm -rf source
dpkg-source --extract ./libyaml_*.dsc source >/dev/null
echo "$version" >version
