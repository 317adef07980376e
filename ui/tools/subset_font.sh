#!/bin/sh
# Makes src/assets/inter.woff2 from the npm package inter-ui (OFL 1.1): one file, weights 400 to 650,
# the glyphs that the pages print, tabular figures. Needs Debian's python3-fonttools and python3-brotli.
#   npm pack inter-ui@4.1.1 && tar xzf inter-ui-4.1.1.tgz && sh tools/subset_font.sh package/variable/InterVariable.woff2
set -eu
full="$1"
out="$(dirname "$0")/../src/assets/inter.woff2"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# Latin 1, Latin Extended A, dashes, quotes, narrow spaces, minus, arrows and the few signs of the marks.
glyphs='U+0020-007E,U+00A0-00FF,U+0100-017F,U+2009,U+200A,U+2010-2015,U+2018-201E,U+2022,U+2026,U+202F,U+2032,U+2033,U+2039,U+203A,U+20AC,U+2190-2193,U+2197,U+21BA,U+2212,U+2248,U+2260,U+2264,U+2265,U+221E,U+2211,U+0394,U+03B5,U+2318,U+21E7,U+2325,U+21B5,U+23CE,U+25B2,U+25BC,U+25BE,U+25B8,U+25CF,U+25A0,U+2715,U+00D7'
/usr/bin/python3 -m fontTools varLib.instancer "$full" wght=400:650 opsz=14 -o "$work/part.ttf" --no-recalc-timestamp
/usr/bin/python3 -m fontTools subset "$work/part.ttf" --unicodes="$glyphs" --layout-features='kern,calt,tnum,case,ccmp,locl,mark' \
  --flavor=woff2 --no-hinting --desubroutinize --output-file="$out" --no-recalc-timestamp
ls -l "$out"
