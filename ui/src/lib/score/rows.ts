// The rows of the map: iceberg, strip, group, sink, pile; and on top of them the marks of the cursor.
import { timeAt } from '../clock.ts';
import { loadShare, stackOf } from '../classes.ts';
import { at } from '../colour.ts';
import { duration, durationText, count, number, percent, percentNumber, promiseText } from '../format.ts';
import { valueAt, type RunData, type RunNode } from '../run_data.ts';
import { drawBerg, outline, scaleOf, under, SHAPE, type BergFrame, type BergScale, type BergShape } from './berg.ts';
import { hasBasin, PHONE_HEAD, type Geometry, type Row } from './geometry.ts';
import { drawLane } from './lane.ts';
import type { Pen, TextOptions } from './pen.ts';
import { middleOf, startOf, type Plane } from './view.ts';

const CUT = 2;

export interface RowShape {
  shape: BergShape;
  frame: BergFrame;
  ownScale: boolean; // below the line is a count on its own scale
}

const cut = (values: Float64Array, plane: Plane): Float64Array => values.subarray(plane.from, plane.to);

function ownDepth(node: RunNode): Float64Array {
  const most = node.largest.queue || 1;
  return node.series.queue.map((v) => (v / most) * CUT * 0.9);
}

// The iceberg of a node's row; null where the node has neither load nor wait to show.
export function shapeOf(data: RunData, node: RunNode, row: Row, geo: Geometry, plane: Plane, selected: boolean): RowShape | null {
  if (!node.load && !hasBasin(node)) return null;
  const head = geo.mode === 'phone' ? PHONE_HEAD : 0;
  const height = row.height - 14 - head;
  const below = hasBasin(node);
  const ownScale = below && node.ratio === null;
  const wait = !below ? null : ownScale ? ownDepth(node) : node.ratio!;
  const tall = height >= 40;
  const stack = tall && below && !(ownScale && node.klass) ? stackOf(data, node) : null;
  const part = node.load && !node.lens ? loadShare(node) : null;
  const shape: BergShape = {
    ...SHAPE, load: node.load && cut(node.load, plane), wait: wait && cut(wait, plane), split: below ? 0.56 : (height - 3) / height, cut: CUT,
    head: selected && row.height >= 54 && geo.mode !== 'phone' ? 18 : below ? (height > 90 ? 14 : 6) : height > 70 ? 14 : 8, contour: tall, fullLine: tall && node.load !== null && !node.lens, full: node.lens ? Infinity : SHAPE.full, promiseLine: tall && !ownScale && node.promise !== null,
    hatched: node.rests || (ownScale && !stack), stack: stack && { until: stack.until.map((u) => cut(u, plane)), greys: stack.greys }, part: part && cut(part, plane), idle: node.states?.includes('scheduled') ?? false, gaps: plane.to - plane.from <= 24,
  };
  return { shape, frame: { x: plane.x, y: row.y + 8 + head, width: plane.width, height }, ownScale };
}

export function drawRow(pen: Pen, data: RunData, geo: Geometry, row: Row, plane: Plane, selected: boolean): void {
  if (row.kind === 'strip' || (row.kind === 'node' && row.height < 28)) return drawStrip(pen, row, plane, 4);
  if (row.kind === 'group') return drawStrip(pen, row, plane, 7);
  if (row.kind === 'more') return;
  const node = row.nodes[0];
  const drawn = shapeOf(data, node, row, geo, plane, selected);
  if (drawn && data.points === 1) return drawLying(pen, data, node, drawn);
  if (drawn) {
    if (!node.load) drawOwnFlow(pen, node, row, drawn, plane);
    drawBerg(pen, drawn.shape, drawn.frame);
    if (drawn.shape.gaps && node.load) barWords(pen, drawn, node);
    if (drawn.ownScale && row.height >= 54) pen.text(plane.x + 6, scaleOf(drawn.shape, drawn.frame).base + 13, 'waiting, own scale', { halo: 'bg' });
    else if (geo.mode === 'rails' && !selected && !drawn.shape.gaps) toldWords(pen, data, node, drawn);
    else if (node.rests && hasBasin(node)) pen.text(plane.x + 6, scaleOf(drawn.shape, drawn.frame).base + 13, restWords(node), { halo: 'bg' });
  } else if (node.pile || node.kind === 'dlq') drawPile(pen, node, row, geo, plane);
  else drawSink(pen, data, node, row, geo, plane);
  const head = geo.mode === 'phone' ? PHONE_HEAD - 4 : 0;
  if (node.verdicts) drawLane(pen, node.verdicts.subarray(plane.from, plane.to), plane.x, row.y + 2 + head, plane.width);
}

// On a row of many that is not selected: the promise, and the longest wait with its time, on the line of the promise.
function toldWords(pen: Pen, data: RunData, node: RunNode, { shape, frame }: RowShape): void {
  if (!shape.wait || !node.wait || node.promise === null || node.rests || frame.height < 34 || frame.width < 420) return;
  const scale = scaleOf(shape, frame);
  const y = scale.base + 1 + scale.promise + 3.5;
  pen.text(frame.x + 6, y, `promise ${promiseText(node.promise)}`, { halo: 'bg' });
  let longest = 0;
  for (let i = 0; i < node.wait.length; i++) if (node.wait[i] > (node.wait[longest] || 0)) longest = i;
  const late = node.wait[longest] > node.promise;
  pen.text(frame.x + frame.width - 6, y, `most ${durationText(node.wait[longest])} at ${timeAt(data.grid, longest * data.binsPerPoint)}`, { align: 'right', halo: 'bg', weight: late ? 600 : 400, fill: late ? 'ink' : 'ink-2' });
}

// Nothing says how much the node can do: what comes is drawn in grey on a scale of its own.
function drawOwnFlow(pen: Pen, node: RunNode, row: Row, drawn: RowShape, plane: Plane): void {
  const { base, up } = scaleOf(drawn.shape, drawn.frame);
  const arrivals = node.series.arrivals ?? node.series.served;
  if (!arrivals) return;
  const most = node.largest.arrivals || node.largest.served || 1;
  area(pen, cut(arrivals, plane), plane, base, (v) => base - (v / most) * (up - 10));
  pen.ctx.fillStyle = pen.colour('faint');
  pen.ctx.fill();
  if (row.height >= 54) pen.text(plane.x + 6, base - up - 1, 'arriving, own scale', { halo: 'bg' });
}

const restWords = (node: RunNode): string =>
  node.states?.includes('transit') ? 'on the way, by design' : 'waits for its schedule, by design';

// Few bins: the number stands in the bar, without its sign; the minutes under the bar of the wait, in
// it where that is cut.
interface BarWord {
  y: number;
  text: string;
  look: TextOptions;
}

const NARROWEST_WITH_WORDS = 34;
const SHALLOWEST_WITH_WORDS = 30;

function barWords(pen: Pen, drawn: RowShape, node: RunNode): void {
  const { shape, frame } = drawn;
  const step = frame.width / shape.load!.length;
  for (let i = 0; i < shape.load!.length; i++) {
    for (const { y, text, look } of wordsOfBar(pen, drawn, node, i)) pen.text(frame.x + (i + 0.5) * step - 0.5, y, text, { ...look, align: 'center' });
  }
}

function wordsOfBar(pen: Pen, { shape, frame, ownScale }: RowShape, node: RunNode, i: number): BarWord[] {
  const scale = scaleOf(shape, frame);
  if (!shape.load || frame.width / shape.load.length < NARROWEST_WITH_WORDS) return [];
  const out: BarWord[] = [];
  const v = shape.load[i];
  const height = Math.round(scale.up * Math.min(1, v));
  if (height >= 18) out.push({ y: scale.base - height + 15, text: node.lens ? number(node.lens[i], 3) : percentNumber(v), look: { fill: pen.inkOn(at(pen.palette.seq, v)) } });
  const wait = shape.wait?.[i] ?? 0;
  if (node.wait && !ownScale && !node.rests && wait > 0.02 && scale.depth >= SHALLOWEST_WITH_WORDS) out.push(waitWord(shape, frame, scale, wait, node.promise ?? 1));
  return out;
}

function waitWord(shape: BergShape, frame: BergFrame, scale: BergScale, wait: number, promise: number): BarWord {
  const depth = Math.min(wait, shape.cut) * scale.promise;
  const below = scale.base + depth + 13;
  const { value } = duration(wait * promise);
  if (below <= frame.y + frame.height + 4) {
    const onPromise = Math.abs(below - 4 - (scale.base + 1 + scale.promise)) < 7;
    return { y: below + (onPromise ? 9 : 0), text: value, look: { fill: wait > 1 ? 'ink' : 'ink-2', weight: wait > 1 ? 600 : 400, halo: 'bg' } };
  }
  return { y: scale.base + depth - 5, text: wait > shape.cut ? `\u25be ${value}` : value, look: { fill: 'bg', weight: 600 } };
}

// Where the line of the cursor leaves a number of a bar readable: from and to in the plane of the rows.
export function gapsForWords(pen: Pen, data: RunData, geo: Geometry, row: Row, plane: Plane, point: number, selected: boolean): [number, number][] {
  if (row.kind !== 'node' || row.height < 28) return [];
  const drawn = shapeOf(data, row.nodes[0], row, geo, plane, selected);
  if (!drawn?.shape.gaps) return drawn || plane.to - plane.from > FEW ? [] : flowGap(row, geo, plane, point);
  return wordsOfBar(pen, drawn, row.nodes[0], point - plane.from).map(({ y }) => [y - 11, y + 4]);
}

// One bin: no time to draw, so the bars lie; what waits is hatched and said in words.
function drawLying(pen: Pen, data: RunData, node: RunNode, { frame }: RowShape): void {
  const most = frame.width - 150;
  const load = node.load?.[0] ?? NaN;
  const queue = node.series.queue?.[0] ?? 0;
  const capacity = node.could?.[0] ?? NaN;
  const y = frame.y + frame.height / 2 - (queue >= 0.5 ? 22 : 7);
  const right = frame.x + most;
  if (load === load) {
    pen.rect(frame.x, y, most * Math.min(1, load), 14, at(pen.palette.seq, load));
    if (load >= SHAPE.full) {
      pen.rect(right, y - 2, 2, 18, 'ink');
      pen.text(right + 9, y + 11, 'full', { fill: 'ink-2' });
    } else if (capacity > 0) pen.text(frame.x + most * load + 9, y + 11, `room for ${number(capacity * (1 - load), 3)}`, { fill: 'ink-2' });
  }
  if (queue < 0.5) return;
  const wide = Math.max(3, most * Math.min(1, queue / (capacity > 0 ? capacity : queue)));
  pen.rect(frame.x, y + 20, wide, 12, pen.hatch());
  pen.round(frame.x + 0.5, y + 20.5, wide - 1, 11, 1, null, 'ghost', 1);
  pen.text(frame.x + wide + 9, y + 30, `${count(queue)} ${data.noun} ${node.pile ? 'kept' : node.rests ? node.restWord : 'wait'}`, { size: 12, weight: 620, fill: 'ink' });
  const wait = node.wait?.[0] ?? NaN;
  if (wait > 0 && node.promise !== null && !node.rests) pen.text(frame.x, y + 47, `${durationText(wait)} so far, ${promiseText(node.promise)} promised`, { fill: 'ink-2' });
}

function drawSink(pen: Pen, data: RunData, node: RunNode, row: Row, geo: Geometry, plane: Plane): void {
  const head = geo.mode === 'phone' ? PHONE_HEAD - 8 : 0;
  const base = row.y + row.height - 9;
  const room = row.height - 32 - head;
  const arrivals = node.series.arrivals ?? node.series.served;
  if (arrivals && room > 6) {
    const values = cut(arrivals, plane);
    const most = node.largest.arrivals || node.largest.served || 1;
    const y = (v: number): number => base - (v / most) * room;
    // A series of a model without nodes is drawn plain: nothing about it is unknown.
    if (!data.topology && values.length <= FEW) values.forEach((v, i) => pen.rect(startOf(plane, plane.from + i) + 0.5, y(v), plane.width / values.length - 1, base - y(v), 'faint'));
    else {
      area(pen, values, plane, base, y);
      pen.ctx.fillStyle = data.topology ? pen.hatch() : pen.colour('faint');
      pen.ctx.fill();
    }
    if (values.length > FEW) outline(pen, values, { x: plane.x, y: 0, width: plane.width, height: 0 }, y, 'ghost', 1, [3, 2]);
    else flowWords(pen, values, plane, y);
  }
  pen.line(plane.x, base + 0.5, plane.x + plane.width, base + 0.5, 'ink-3', 1, 0.6);
  if (geo.mode === 'phone') return;
  const short = row.height < 60;
  const kind = node.kind === 'sink' ? 'A sink has no capacity. ' : node.kind === 'service' || node.kind === 'serviceWithBuffer' ? 'No capacity is declared. ' : '';
  if (!data.topology) return;
  pen.text(plane.x + 8, row.y + 16, short || !kind ? 'arriving, own scale' : `${kind}Arriving, own scale`, { halo: 'bg' });
}

const FEW = 24;

// Few bins: their values stand on them.
function flowWords(pen: Pen, values: ArrayLike<number>, plane: Plane, y: (v: number) => number): void {
  const step = plane.width / values.length;
  if (step < 34) return;
  for (let i = 0; i < values.length; i++) if (values[i] === values[i]) pen.text(plane.x + (i + 0.5) * step, y(values[i]) - 4, number(values[i], 3), { align: 'center', fill: 'ink-2', halo: 'bg' });
}

// The same for a row of values: room for the number on the bar of the cursor.
function flowGap(row: Row, geo: Geometry, plane: Plane, point: number): [number, number][] {
  const node = row.nodes[0];
  const arrivals = node.series.arrivals ?? node.series.served;
  const base = row.y + row.height - 9;
  const room = row.height - 32 - (geo.mode === 'phone' ? PHONE_HEAD - 8 : 0);
  if (node.pile || !arrivals || room <= 6 || plane.width / (plane.to - plane.from) < NARROWEST_WITH_WORDS) return [];
  const y = base - (arrivals[point] / (node.largest.arrivals || node.largest.served || 1)) * room - 4;
  return [[y - 11, y + 4]];
}

// Through the middles of the bins and on to both edges; few bins are steps.
function area(pen: Pen, values: ArrayLike<number>, plane: Plane, base: number, y: (v: number) => number): void {
  const { ctx } = pen;
  const n = values.length;
  const ys = Float64Array.from(values, (v) => (v === v ? y(v) : base));
  if (n > FEW) return under(pen, ys, plane, base);
  const step = plane.width / n;
  ctx.beginPath();
  ctx.moveTo(plane.x, base);
  ys.forEach((at, i) => {
    ctx.lineTo(plane.x + i * step, at);
    ctx.lineTo(plane.x + (i + 1) * step, at);
  });
  ctx.lineTo(plane.x + plane.width, base);
  ctx.closePath();
}

function drawPile(pen: Pen, node: RunNode, row: Row, geo: Geometry, plane: Plane): void {
  const head = geo.mode === 'phone' ? PHONE_HEAD - 8 : 0;
  const height = row.height - 14 - head;
  const base = row.y + 8 + head + (row.height < 60 ? 12 : Math.round(height * 0.34));
  const depth = row.y + row.height - 6 - base;
  const queue = node.series.queue;
  if (queue) {
    const values = cut(queue, plane);
    const most = node.largest.queue || 1;
    const y = (v: number): number => base + 1 + (v / most) * depth;
    area(pen, values, plane, base + 1, y);
    pen.ctx.fillStyle = pen.hatch();
    pen.ctx.fill();
    outline(pen, values, { x: plane.x, y: 0, width: plane.width, height: 0 }, y, 'ghost', 1);
  }
  pen.line(plane.x, base + 0.5, plane.x + plane.width, base + 0.5, 'ink-3', 1, 0.6);
  if (geo.mode !== 'phone') pen.text(plane.x + 8, row.y + 14, row.height < 60 ? 'kept, own scale' : 'Dead letters are kept, not worked on. Own scale', { halo: 'bg' });
}

// Cells of colour at full height; under them a lane: solid where late, soft where something waits.
function drawStrip(pen: Pen, row: Row, plane: Plane, padding: number): void {
  const top = row.y + padding;
  const height = row.kind === 'group' ? 10 : row.height - padding - 8;
  const step = plane.width / (plane.to - plane.from);
  const per = Math.max(1, Math.floor(1 / step));
  for (let i = plane.from; i < plane.to; ) {
    const colour = stripColour(pen, row.nodes, i, per, plane.to);
    let k = i + per;
    while (k < plane.to && stripColour(pen, row.nodes, k, per, plane.to) === colour) k += per;
    const end = Math.min(k, plane.to);
    if (colour) pen.rect(startOf(plane, i), top, (end - i) * step + (end < plane.to ? 0.6 : 0), height, colour);
    else pen.rect(startOf(plane, i), top, (end - i) * step, height, pen.hatch());
    i = k;
  }
  for (const node of row.nodes) stripLate(pen, node, plane, top + height + 1);
}

function stripColour(pen: Pen, nodes: RunNode[], from: number, per: number, end: number): string | null {
  let most = NaN;
  for (const node of nodes) {
    if (!node.load) continue;
    for (let i = from; i < Math.min(from + per, end); i++) if (!(most >= node.load[i]) && node.load[i] === node.load[i]) most = node.load[i];
  }
  return most === most ? at(pen.palette.seq, most) : null;
}

function stripLate(pen: Pen, node: RunNode, plane: Plane, y: number): void {
  if (!node.ratio || node.rests) return;
  const step = plane.width / (plane.to - plane.from);
  for (let i = plane.from; i < plane.to; ) {
    const kind = node.ratio[i] > 1 ? 2 : node.ratio[i] > 0.01 ? 1 : 0;
    let k = i + 1;
    while (k < plane.to && (node.ratio[k] > 1 ? 2 : node.ratio[k] > 0.01 ? 1 : 0) === kind) k++;
    if (kind) pen.rect(startOf(plane, i), y, (k - i) * step, 3, kind === 2 ? 'queue' : 'queue-soft');
    i = k;
  }
}

// Dots on every row, words only on the selected one.
export function drawCursorMarks(pen: Pen, data: RunData, geo: Geometry, row: Row, plane: Plane, point: number, selected: boolean): void {
  if (row.kind !== 'node' || row.height < 28) return;
  const node = row.nodes[0];
  const x = middleOf(plane, point);
  const drawn = shapeOf(data, node, row, geo, plane, selected);
  if (!drawn) {
    if (node.pile && selected) pen.text(x + 8, row.y + row.height - 10, `${count(valueAt(node.series.queue, point))} kept`, { size: 12, weight: 620, fill: 'ink', halo: 'bg' });
    return;
  }
  if (data.points === 1) return;
  const scale = scaleOf(drawn.shape, drawn.frame);
  const load = valueAt(node.load, point);
  const words = selected && row.height >= 54 && geo.mode !== 'phone' && !drawn.shape.gaps;
  if (drawn.shape.gaps && node.load) return rowWords(pen, node, drawn, plane, point, false, selected);
  if (load !== null) {
    const y = scale.base - scale.up * Math.min(1, load);
    pen.dot(x, y);
    if (words) cursorWord(pen, plane, x, y - 6, node.lens ? `${number(valueAt(node.lens, point), 3)} ${data.per}` : percent(load));
  }
  const depth = drawn.shape.wait ? drawn.shape.wait[point - plane.from] : NaN;
  if (depth > 0.02 && !drawn.shape.hatched) pen.dot(x, scale.base + 1 + Math.min(depth, CUT) * scale.promise);
  if (row.height >= 54) rowWords(pen, node, drawn, plane, point, words, selected);
}

function cursorWord(pen: Pen, plane: Plane, x: number, y: number, text: string): void {
  const width = pen.width(text, 12, 620);
  const right = x + 8 + width < plane.x + plane.width;
  pen.text(right ? x + 8 : x - 8, y, text, { size: 12, weight: 620, fill: 'ink', halo: 'bg', align: right ? 'left' : 'right' });
}

interface Place {
  x: number;
  align: 'left' | 'right';
}

// Right of the silhouette at the depth of the dot, left of it where the page ends.
function besideSilhouette(wait: ArrayLike<number>, at: number, plane: Plane, scale: { promise: number }, width: number): Place {
  const depth = (i: number): number => Math.min(wait[i] || 0, CUT) * scale.promise;
  const limit = Math.max(0.4, depth(at) - 9);
  let right = at;
  while (right < wait.length && depth(right) > limit) right++;
  const step = plane.width / wait.length;
  const x = plane.x + Math.max(right, at + 1) * step + 8;
  if (x + width < plane.x + plane.width) return { x, align: 'left' };
  let left = at;
  while (left > 0 && depth(left) > limit) left--;
  return { x: Math.max(plane.x + left * step - 8, plane.x + width + 4), align: 'right' };
}

// The waits that are drawn between two places of the map.
const between = (wait: ArrayLike<number>, plane: Plane, left: number, right: number): number[] => {
  const step = plane.width / wait.length;
  const [from, to] = [Math.floor((left - plane.x) / step), Math.ceil((right - plane.x) / step)];
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => wait[from + i] || 0);
};
const least = (wait: ArrayLike<number>, plane: Plane, left: number, right: number): number => Math.min(...between(wait, plane, left, right));
const most = (wait: ArrayLike<number>, plane: Plane, left: number, right: number): number => Math.max(...between(wait, plane, left, right));

function rowWords(pen: Pen, node: RunNode, drawn: RowShape, plane: Plane, point: number, words: boolean, selected: boolean): void {
  if (!selected) return;
  const scale = scaleOf(drawn.shape, drawn.frame);
  if (node.load && !node.lens) pen.text(plane.x + 6, scale.base - scale.up - 5, 'full', { halo: 'bg' });
  if (drawn.shape.gaps && drawn.shape.wait && node.promise !== null && !drawn.shape.hatched && plane.x > 100) {
    return void pen.text(plane.x - 8, scale.base + scale.promise + 5, `promise ${promiseText(node.promise)}`, { align: 'right', halo: 'bg' });
  }
  if (!drawn.shape.wait || node.promise === null || drawn.shape.hatched) return;
  const ratio = drawn.shape.wait[point - plane.from];
  const promise = `promise ${promiseText(node.promise)}`;
  const promiseY = scale.base + scale.promise - 3;
  let promiseLeft = true;
  if (words && ratio > 0.02) {
    const text = `${ratio > CUT ? '\u25be ' : ''}${durationText(valueAt(node.wait, point))}, ${number(ratio, 3)}\u00d7 the promise`;
    const width = pen.width(text, 12, 620);
    const place = besideSilhouette(drawn.shape.wait, point - plane.from, plane, scale, width);
    const y = Math.min(Math.max(scale.base + 1 + Math.min(ratio, CUT) * scale.promise + 4, scale.base + 15), drawn.frame.y + drawn.frame.height + 3);
    const left = place.align === 'left' ? place.x : place.x - width;
    promiseLeft = !(Math.abs(y - promiseY) < 15 && left < plane.x + 12 + pen.width(promise));
    // Where nothing is free beside it: in page colour on the solid part, which is cut there.
    const cursor = middleOf(plane, point);
    const { wait } = drawn.shape;
    const isFree = most(wait, plane, left, left + width) * scale.promise < y - scale.base - 8;
    const solid = isFree ? undefined : [cursor + 10, cursor - 10 - width, left].find((x) => x >= plane.x && x + width <= plane.x + plane.width && least(wait, plane, x, x + width) >= CUT);
    if (solid !== undefined) pen.text(solid, y - 9, text, { size: 12, weight: 620, fill: 'bg' });
    else pen.text(place.x, y, text, { size: 12, weight: 620, fill: 'ink', halo: 'bg', align: place.align });
  }
  // Where grey is at both ends: under its line in page colour, if that is the solid part.
  const { wait } = drawn.shape;
  const wide = pen.width(promise);
  const ends = [plane.x + 6, plane.x + plane.width - 4 - wide];
  const under = ends.every((x) => most(wait, plane, x, x + wide) > 0.6) ? ends.find((x) => least(wait, plane, x, x + wide) >= CUT) : undefined;
  if (under !== undefined && scale.promise > 30) return void pen.text(under, promiseY + 17, promise, { fill: 'bg' });
  pen.text(promiseLeft ? plane.x + 6 : plane.x + plane.width - 4, promiseY, promise, { halo: 'bg', align: promiseLeft ? 'left' : 'right' });
}
