// The whole run in one strip: what arrives, what leaves, the span of the finding, the worst verdict of
// every bin, and the brush.
import { pillAt, ticks } from '../clock.ts';
import { worstLane, type Flag, type RunData, type RunNode } from '../run_data.ts';
import { outline, under } from './berg.ts';
import type { Geometry } from './geometry.ts';
import { drawWorst } from './lane.ts';
import type { Pen } from './pen.ts';
import { middleOf, startOf, wholePlane, type Plane, type View } from './view.ts';

const TOP = 26;
const BASE = 74;

export interface Flows {
  arriving: Float64Array | null;
  leaving: Float64Array | null;
  worst: Uint8Array;
  most: number;
}

function sumOf(nodes: RunNode[], name: string): Float64Array | null {
  const series = nodes.map((n) => n.series[name]).filter((s) => s !== undefined);
  if (!series.length) return null;
  const out = new Float64Array(series[0].length);
  for (const s of series) for (let i = 0; i < out.length; i++) out[i] += s[i] === s[i] ? s[i] : 0;
  return out;
}

// What enters at the nodes nothing leads to, and what reaches the nodes that lead nowhere.
export function flowsOf(data: RunData): Flows {
  const fed = new Set(data.edges.map((e) => e.to));
  const feeds = new Set(data.edges.map((e) => e.from));
  const arriving = sumOf(data.nodes.filter((n) => !fed.has(n.index)), 'arrivals');
  const ends = data.nodes.filter((n) => n.kind === 'sink' && !feeds.has(n.index));
  const one = ends.length === 1 && data.nodes.filter((n) => !feeds.has(n.index)).length === 1;
  const leaving = one ? sumOf(ends, 'arrivals') : null;
  let most = 0;
  for (const s of [arriving, leaving]) for (const v of s ?? []) most = Math.max(most, v);
  return { arriving, leaving, worst: worstLane(data), most: most * 1.08 || 1 };
}

// Flags of what happened and of what people noted: above the curve, dotted down to the lane, in words where 60 px are
// free. What lasted has a bracket over its bins.
function drawFlags(pen: Pen, data: RunData, flags: readonly Flag[], plane: Plane, phone: boolean): void {
  flags.forEach((flag, i) => {
    const x = Math.round(middleOf(plane, flag.bin / data.binsPerPoint - 0.5)) + 0.5;
    const after = flags[i + 1] ? middleOf(plane, flags[i + 1].bin / data.binsPerPoint - 0.5) : plane.x + plane.width;
    pen.line(x, TOP - 6, x, BASE + 4, 'ink', 1, 0.7, [1, 3]);
    pen.rect(x - 4, TOP - 8, 8, 7, 'ink');
    if (flag.until !== undefined && flag.until > flag.bin) {
      const end = startOf(plane, (flag.until + 1) / data.binsPerPoint);
      pen.rect(x, TOP - 8, end - x, 3, 'ink');
      pen.line(end - 0.5, TOP - 8, end - 0.5, TOP - 2, 'ink');
    }
    if (!phone && after - x > 60) pen.text(x + 8, TOP + 1, pen.fitted(flag.text, after - x - 14, 11, 400), { fill: 'ink', halo: 'bg' });
  });
}

export function drawTimeline(pen: Pen, data: RunData, flows: Flows, geo: Geometry, view: View, flags: readonly Flag[] = []): void {
  const plane = wholePlane(geo, data.points);
  const y = (v: number): number => BASE - (v / flows.most) * (BASE - TOP);
  for (const tick of ticks(data.grid, geo.mode === 'phone' ? 4 : 8)) {
    const x = startOf(plane, tick.bin / data.binsPerPoint);
    pen.line(x, TOP - 8, x, BASE, 'line');
  }
  if (flows.arriving) {
    fillUnder(pen, flows.arriving, plane, y);
    if (flows.leaving) gaps(pen, flows.arriving, flows.leaving, plane, y);
    outline(pen, flows.arriving, { x: plane.x, y: 0, width: plane.width, height: 0 }, y, 'ink-2', 1, [], 1.25);
  }
  if (flows.leaving) outline(pen, flows.leaving, { x: plane.x, y: 0, width: plane.width, height: 0 }, y, 'ink-2', 1, [3, 2], 1.25);
  drawSpan(pen, data, plane);
  if (data.nodes.some((n) => n.verdicts)) drawWorst(pen, flows.worst, plane.x, BASE + 4, plane.width);
  else pen.round(plane.x, BASE + 4, plane.width, 6, 1.5, pen.hatch());
  words(pen, data, flows, plane, y);
  drawFlags(pen, data, flags, plane, geo.mode === 'phone');
  drawBrush(pen, data, plane, view, geo.mode !== 'phone');
}

function fillUnder(pen: Pen, values: Float64Array, plane: Plane, y: (v: number) => number): void {
  const { ctx } = pen;
  under(pen, Float64Array.from(values, (v) => y(v === v ? v : 0)), plane, BASE);
  ctx.globalAlpha = 0.07;
  ctx.fillStyle = pen.colour('ink');
  ctx.fill();
  ctx.globalAlpha = 1;
}

// Solid where more arrives than leaves (something grows), hatched where more leaves.
function gaps(pen: Pen, arriving: Float64Array, leaving: Float64Array, plane: Plane, y: (v: number) => number): void {
  const step = plane.width / arriving.length;
  for (let i = 0; i < arriving.length; i++) {
    const a = arriving[i];
    const b = leaving[i];
    const grows = a > b * 1.075;
    if (!grows && !(b > a * 1.02)) continue;
    pen.rect(plane.x + i * step, Math.min(y(a), y(b)), step + 0.4, Math.abs(y(a) - y(b)), grows ? 'queue' : pen.hatch(true));
  }
}

function drawSpan(pen: Pen, data: RunData, plane: Plane): void {
  const finding = data.headline;
  if (!finding || typeof finding.fromBin !== 'number' || typeof finding.toBin !== 'number') return;
  const colour = finding.verdict === 'critical' ? 'breach' : finding.verdict === 'warning' ? 'warn' : 'ink-3';
  const left = startOf(plane, finding.fromBin / data.binsPerPoint);
  const right = startOf(plane, (finding.toBin + 1) / data.binsPerPoint);
  pen.rect(left, TOP - 4, right - left, BASE - TOP + 4, colour, pen.palette.span);
  for (const x of [left, right]) pen.line(x, TOP - 4, x, BASE, colour, 1, 0.5);
}

function words(pen: Pen, data: RunData, flows: Flows, plane: Plane, y: (v: number) => number): void {
  if (!flows.arriving || plane.width < 300 || data.points < 12) return;
  const first = Math.floor(data.points * 0.1);
  const ofFirst = Math.max(...flows.arriving.subarray(first, first + Math.ceil(data.points * 0.08)));
  pen.text(middleOf(plane, first), Math.max(TOP + 4, y(ofFirst) - 6), 'arriving', { fill: 'ink-2', halo: 'bg' });
  if (!flows.leaving) return;
  const span = data.headline;
  const within = typeof span?.fromBin !== 'number' ? null : ([span.fromBin / data.binsPerPoint, (span.toBin ?? 0) / data.binsPerPoint + 1] as const);
  gapWords(pen, flows, plane, within, y);
}

// "queue grows" and "queue falls" stand in the two longest stretches where the curves part.
function gapWords(pen: Pen, flows: Flows, plane: Plane, within: readonly [number, number] | null, y: (v: number) => number): void {
  for (const [word, grows] of [['queue grows', true], ['queue falls', false]] as const) {
    const [from, to] = longest(flows, grows);
    const [a, b] = within ? [Math.max(from, within[0]), Math.min(to, within[1])] : [from, to];
    const x = (startOf(plane, a) + startOf(plane, b)) / 2;
    const middle = Math.min(flows.arriving!.length - 1, Math.floor((a + b) / 2));
    const under = y(Math.min(flows.arriving![middle] || 0, flows.leaving![middle] || 0)) < BASE - 24;
    if (under && startOf(plane, b) - startOf(plane, a) > pen.width(word) + 10) pen.text(x, BASE - 13, word, { fill: 'ink-2', align: 'center' });
  }
}

function longest(flows: Flows, grows: boolean): [number, number] {
  const [a, b] = [flows.arriving!, flows.leaving!];
  const parts = (i: number): boolean => (grows ? a[i] > b[i] * 1.02 : b[i] > a[i] * 1.02);
  let best: [number, number] = [0, 0];
  for (let i = 0; i < a.length; ) {
    let k = i;
    while (k < a.length && parts(k)) k++;
    if (k - i > best[1] - best[0]) best = [i, k];
    i = Math.max(k, i + 1);
  }
  return best;
}

function drawBrush(pen: Pen, data: RunData, plane: Plane, view: View, handles: boolean): void {
  const left = startOf(plane, view.from);
  const right = startOf(plane, view.to);
  if (view.from > 0) pen.rect(plane.x, TOP - 4, left - plane.x, BASE - TOP + 4, 'bg', 0.6);
  if (view.to < data.points) pen.rect(right, TOP - 4, plane.x + plane.width - right, BASE - TOP + 4, 'bg', 0.6);
  if (handles) for (const x of [left - 4, right]) pen.round(x, TOP + 12, 4, 22, 2, 'ghost');
  if (view.to - view.from === data.points) return;
  pen.line(left, BASE + 10, plane.x, 96, 'ghost');
  pen.line(right, BASE + 10, plane.x + plane.width, 96, 'ghost');
}

// Times above the strip; those near the pill of the cursor hide.
export function drawTimes(pen: Pen, data: RunData, geo: Geometry, point: number, y: number): void {
  const plane = wholePlane(geo, data.points);
  const cursor = middleOf(plane, point);
  const clear = Math.max(31, pen.width(pillAt(data.grid, point * data.binsPerPoint), 12, 600) / 2 + 13);
  let last = -Infinity;
  for (const tick of ticks(data.grid, geo.mapWidth < 480 ? 4 : 8)) {
    const x = startOf(plane, tick.bin / data.binsPerPoint);
    const width = pen.width(tick.label);
    const atStart = x - width / 2 < plane.x;
    const atEnd = x + width / 2 > plane.x + plane.width;
    const left = atStart ? plane.x : atEnd ? plane.x + plane.width - width : x - width / 2;
    if (left < last + 8 || x > plane.x + plane.width + 2) continue;
    if (geo.mode !== 'phone' && left < cursor + clear && left + width > cursor - clear) continue;
    last = left + width;
    pen.text(left, y, tick.label);
  }
}

export function drawPill(pen: Pen, data: RunData, geo: Geometry, point: number, y: number): void {
  const text = pillAt(data.grid, point * data.binsPerPoint);
  const width = Math.max(44, pen.width(text, 12, 600) + 12);
  const x = Math.max(geo.mapX - 8, Math.min(geo.mapX + geo.mapWidth - width + 14, middleOf(wholePlane(geo, data.points), point) - width / 2));
  pen.round(x, y, width, 18, 4, 'ink');
  pen.text(x + width / 2, y + 13, text, { size: 12, weight: 600, fill: 'inv', align: 'center' });
}
