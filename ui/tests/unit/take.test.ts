// What can be taken along (SVG, CSV), what is dropped, how words are found, how a goal is solved.
import { describe, expect, it } from 'vitest';

import { bins, modelOfTable, readTable } from '../../src/lib/dropped.ts';
import { solve, spread, type Point } from '../../src/lib/lab.ts';
import { SvgContext } from '../../src/lib/svg.ts';

describe('a drawing as SVG', () => {
  const drawn = (draw: (c: SvgContext) => void): string => {
    const context = new SvgContext(100, 50);
    draw(context);
    return context.text('#fff', 'A <run> & more');
  };
  it('escapes what is text', () => expect(drawn((c) => c.fillText('a < b & "c"', 1, 2))).toContain('a &lt; b &amp; &quot;c&quot;</text>'));
  it('moves and scales', () => expect(drawn((c) => { c.translate(10, 5); c.scale(2, 2); c.fillRect(1, 1, 3, 4); })).toContain('<rect x="12" y="7" width="6" height="8"'));
  it('closes what a clip opened', () => {
    const text = drawn((c) => { c.save(); c.beginPath(); c.rect(0, 0, 5, 5); c.clip(); c.fillRect(0, 0, 9, 9); c.restore(); });
    expect(text.match(/<g /g)?.length).toBe(text.match(/<\/g>/g)?.length);
  });
  it('names each hatch once', () => expect(drawn((c) => { c.fillStyle = c.hatch('#111', null, 6, 1.6); c.fillStyle = c.hatch('#111', null, 6, 1.6); }).match(/<pattern/g)?.length).toBe(1));
  it('a path without points draws nothing', () => expect(drawn((c) => { c.beginPath(); c.fill(); c.stroke(); })).not.toContain('<path'));
});

describe('a table that was dropped', () => {
  it.each([
    ['time,count\n2026-03-02T00:00:00Z,5\n2026-03-02T00:05:00Z,7\n2026-03-02T00:15:00Z,1\n'],
    ['when;calls;note\n2026-03-02 00:00;5;a\n2026-03-02 00:05;7;b\n2026-03-02 00:15;1;c\n'],
    ['5,2026-03-02T00:00:00Z\n7,2026-03-02T00:05:00Z\n1,2026-03-02T00:15:00Z\n'],
  ])('is read whatever its separator, header and order', (text) => {
    const table = readTable(text, 'x.csv');
    expect(table?.rows.map(([, n]) => n)).toEqual([5, 7, 1]);
    expect(bins(table!.rows)).toEqual({ start: Date.parse('2026-03-02T00:00:00Z'), binMinutes: 5, values: [5, 7, 0, 1] });
  });
  it('keeps the total', () => {
    const rows = Array.from({ length: 500 }, (_, i): [number, number] => [Date.parse('2026-03-02T00:00:00Z') + i * 61_000, i % 7]);
    expect(bins(rows).values.reduce((a, b) => a + b, 0)).toBe(rows.reduce((a, [, n]) => a + n, 0));
  });
  it.each(['schemaVersion: 1\ngrid: {bins: 2}\nnodes: []\n', 'a,b\nx,y\nz,w\n', ''])('is not seen in %j', (text) => expect(readTable(text, 'x')).toBeNull());
  it('becomes a model with its times', () => expect(modelOfTable({ start: Date.parse('2026-03-02T00:00:00Z'), binMinutes: 5, values: [5, 7] }, 6, 'calls', 5)).toContain('grid: {bins: 2, binSize: 5, binUnit: minutes, start: "2026-03-02T00:00:00Z"}'));
});

describe('a goal', () => {
  const at = (value: number): Point => ({ value, data: {} as never });
  const wait = (p: Point): number => Math.max(0, 100 - p.value); // 75 is the first at most 25
  it('is solved by runs, on the step', async () => {
    const found = await solve([60, 70, 80, 90].map(at), wait, 25, 1, async (v) => at(v));
    expect(found?.value).toBe(75);
    expect(found?.at).toBe(25);
  });
  it('is found from above as well', async () => expect((await solve([60, 70, 80].map(at), (p) => p.value, 66, 1, async (v) => at(v)))?.value).toBe(66));
  it('is not made up where no point keeps to it', async () => expect(await solve([60, 70].map(at), wait, 5, 1, async (v) => at(v))).toBeNull());
  it('points are spread evenly, whole ones each once', () => {
    expect(spread(0, 1, 5, false)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(spread(1, 3, 9, true)).toEqual([1, 2, 3]);
  });
});
