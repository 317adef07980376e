// Makes src/picture/glyph_outlines.inc from src/assets/inter.woff2: outlines of the glyphs that a card prints, in two
// weights, for pictures that the program makes without a browser. Needs two packages from npm that nothing else needs:
//   npm install --no-save fontkit@2 wawoff2@2 && node tools/glyph_outlines.mjs
import { readFileSync, writeFileSync } from 'node:fs';

import * as fontkit from 'fontkit';
import wawoff2 from 'wawoff2';

const EM = 1000;
const RANGES = [[0x20, 0x7e], [0xa0, 0xff], [0x100, 0x17f]];
const SIGNS = [0x2009, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2026, 0x202f, 0x20ac, 0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265, 0x25b2, 0x25bc];
const points = [...RANGES.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i)), ...SIGNS];
const file = (name) => new URL(`../${name}`, import.meta.url);

const font = fontkit.create(Buffer.from(await wawoff2.decompress(readFileSync(file('src/assets/inter.woff2')))));
const scaled = (v) => Math.round((v * EM) / font.unitsPerEm);
const LETTERS = { moveTo: 'm', lineTo: 'l', quadraticCurveTo: 'q', bezierCurveTo: 'c', closePath: 'z' };

// Relative to the last point, so that rounding does not add up.
function pathOf(commands) {
  let [x, y, text] = [0, 0, ''];
  for (const { command, args } of commands) {
    const numbers = [];
    const [fromX, fromY] = [x, y];
    for (let i = 0; i < args.length; i += 2) {
      [x, y] = [scaled(args[i]), scaled(args[i + 1])];
      numbers.push(x - fromX, y - fromY);
    }
    text += LETTERS[command] + numbers.join(' ').replace(/ -/g, '-');
  }
  return text;
}

let out = '// Made by ui/tools/glyph_outlines.mjs from Inter 4.1, under the SIL Open Font License 1.1\n// (ui/src/assets/Inter-LICENSE.txt). A line is a code point, its advance and its outline in thousandths of the size.\n';
for (const weight of [400, 600]) {
  const cut = font.getVariation({ wght: weight });
  out += `constexpr std::string_view kOutlines${weight} =\n`;
  for (const point of points) {
    if (!font.hasGlyphForCodePoint(point)) continue;
    const isDigit = point >= 0x30 && point <= 0x39; // equally wide, as in columns
    const glyph = cut.layout(String.fromCodePoint(point), isDigit ? ['tnum'] : []).glyphs[0];
    out += `    "${point.toString(16)} ${scaled(glyph.advanceWidth)} ${pathOf(glyph.path.commands)}\\n"\n`;
  }
  out = `${out.trimEnd()};\n`;
}
writeFileSync(file('../src/picture/glyph_outlines.inc'), out);
console.log(`${out.length} bytes`);
