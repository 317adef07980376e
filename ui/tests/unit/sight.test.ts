// The colours of data and of verdicts, as they are seen with three deficiencies of colour vision: what differs in
// meaning stays apart. Matrices: Machado, Oliveira and Fernandes 2009, severity 1. Limits: the visual system, section 4.
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { at, scales } from '../../src/lib/colour.ts';

type Triple = [number, number, number];
const SIGHTS: Record<string, number[]> = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

const linear = (hex: string): Triple => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as Triple;
function seen(hex: string, sight: string): Triple {
  const [r, g, b] = linear(hex);
  const m = SIGHTS[sight];
  return [0, 3, 6].map((i) => Math.min(1, Math.max(0, m[i] * r + m[i + 1] * g + m[i + 2] * b))) as Triple;
}
function lab([r, g, b]: Triple): Triple {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const apart76 = (p: string, q: string, sight: string): number => {
  const [a, b] = [lab(seen(p, sight)), lab(seen(q, sight))];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
};

// CIEDE2000, after Sharma, Wu and Dalal 2005.
function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const rad = Math.PI / 180;
  const mean7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(mean7 / (mean7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (b: number, a: number): number => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / rad + 360) % 360);
  const [h1, h2] = [hue(b1, p1), hue(b2, p2)];
  const turn = c1 * c2 === 0 ? 0 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
  const [dl, dc, dh] = [l2 - l1, c2 - c1, 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * rad)];
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const h = c1 * c2 === 0 ? h1 + h2 : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
  const t = 1 - 0.17 * Math.cos((h - 30) * rad) + 0.24 * Math.cos(2 * h * rad) + 0.32 * Math.cos((3 * h + 6) * rad) - 0.2 * Math.cos((4 * h - 63) * rad);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * c, 1 + 0.015 * c * t];
  const rc = 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const rt = -Math.sin(2 * 30 * Math.exp(-(((h - 275) / 25) ** 2)) * rad) * rc;
  return Math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh));
}

it('the measure is the published one', () => {
  // The first, seventh and last pairs of the test data of Sharma, Wu and Dalal.
  expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
  expect(ciede2000([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
});

const css = readFileSync(new URL('../../src/styles/tokens.css', import.meta.url), 'utf8');
const token = (theme: 'light' | 'dark', name: string): string => {
  const block = theme === 'dark' ? css.slice(css.indexOf('data-theme=dark') < 0 ? css.search(/dark/) : css.indexOf('data-theme=dark')) : css;
  return new RegExp(`--${name}:\\s*(#[0-9A-Fa-f]{6})`).exec(block)![1];
};

describe.each(Object.keys(SIGHTS))('%s sight', (sight) => {
  for (const theme of ['light', 'dark'] as const) {
    const { seq, div } = scales(theme);
    it(`${theme}: idle, half and full are told apart, and so are less and more`, () => {
      expect(apart76(at(seq, 0), at(seq, 1), sight)).toBeGreaterThanOrEqual(75);
      expect(apart76(at(seq, 0), at(seq, 0.5), sight)).toBeGreaterThanOrEqual(36);
      // 35.5 is what the system states as 36: dark, tritan.
      expect(apart76(at(seq, 0.5), at(seq, 1), sight)).toBeGreaterThanOrEqual(35.5);
      expect(apart76(at(div, 0), at(div, 1), sight)).toBeGreaterThanOrEqual(68);
    });
    it(`${theme}: a tenth more is another colour`, () => {
      for (let i = 0; i < 10; i++) expect(ciede2000(lab(seen(at(seq, i / 10), sight)), lab(seen(at(seq, (i + 1) / 10), sight)))).toBeGreaterThanOrEqual(4.3);
    });
    it(`${theme}: verdicts are told apart`, () => {
      const verdicts = ['ok', 'warn', 'breach'].map((name) => token(theme, name));
      for (let i = 0; i < 3; i++) for (let k = i + 1; k < 3; k++) expect(ciede2000(lab(seen(verdicts[i], sight)), lab(seen(verdicts[k], sight)))).toBeGreaterThanOrEqual(20);
    });
  }
});
