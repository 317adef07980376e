import { describe, expect, it } from 'vitest';

import { at, inkOn, luminance, scales } from '../../src/lib/colour.ts';

// The eleven stops of each table as the visual system states them.
const STOPS = {
  seqLight: 'EBF6F5 C6E5E6 A1D4DA 7BC1D2 55AECB 3797C7 267FC2 2865BB 344CA3 34368A 302171',
  seqDark: '212434 2A3351 32426F 36538F 3568A5 1D80B6 0099BE 00B2C0 35C9BC 71DCB4 A8EBB0',
  divLight: '005CA1 2A7AC3 5F99D4 8FB8E3 BFD6EF F4F4F4 EBCDBB DBA787 C88154 B35B17 8D4200',
  divDark: '89CCFF 57ABE7 4989B6 3D6888 31495B 2D2926 57402F 81593A AD7345 DA8E52 FFB072',
};
const tables = { seqLight: scales('light').seq, seqDark: scales('dark').seq, divLight: scales('light').div, divDark: scales('dark').div };
const channels = (hex: string): number[] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

describe.each(Object.entries(STOPS))('%s', (name, stops) => {
  const table = tables[name as keyof typeof tables];
  it('has 256 colours and its eleven stops, within two steps of a channel (the table is read at t = i/255)', () => {
    expect(table).toHaveLength(256);
    stops.split(' ').forEach((hex, i) => {
      const found = channels(at(table, i / 10));
      channels(`#${hex}`).forEach((v, k) => expect(Math.abs(found[k] - v)).toBeLessThanOrEqual(2));
    });
  });
  it('carries readable ink: at least 4.5 : 1', () => {
    for (const hex of table) {
      const [a, b] = [luminance(hex), luminance(inkOn(hex))].sort((x, y) => y - x);
      expect((a + 0.05) / (b + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

it('magnitude is monotone in lightness, so that it survives without hue', () => {
  const falling = tables.seqLight.map(luminance);
  const rising = tables.seqDark.map(luminance);
  for (let i = 1; i < 256; i++) {
    expect(falling[i]).toBeLessThanOrEqual(falling[i - 1] + 2e-3);
    expect(rising[i]).toBeGreaterThanOrEqual(rising[i - 1] - 2e-3);
  }
});
