// One node over the whole run as a picture of its own: for a first look, a story, a card.
import type { Explanation } from './api/types.ts';
import { at } from './colour.ts';
import { pillAt, ticks } from './clock.ts';
import { count, durationText, number, promiseText } from './format.ts';
import type { RunData, RunNode } from './run_data.ts';
import { drawBerg, outline, SHAPE, scaleOf, type BergShape } from './score/berg.ts';
import { hasBasin } from './score/geometry.ts';
import type { Pen } from './score/pen.ts';

export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface BigLook {
  words: boolean; // what is above and below the line
  before?: RunNode | null; // dashed
  peak: boolean; // a dot and words at the deepest place
  size: number; // of the words
}

const CUT = 2; // promises, where the basin ends

export function bigShape(node: RunNode, height: number): BergShape {
  const below = hasBasin(node) && node.ratio !== null;
  const split = node.load === null ? 0.08 : 0.56;
  return { ...SHAPE, load: node.load, wait: below ? node.ratio : null, split: below ? split : (height - 3) / height, cut: CUT, head: below ? 14 : 10, cap: height > 180 ? 3.5 : 2, hatched: node.rests, idle: node.states?.includes('scheduled') ?? false };
}

function deepest(node: RunNode): number {
  let best = -1;
  node.ratio?.forEach((v, i) => { if (v === v && (best < 0 || v > node.ratio![best])) best = i; });
  return best >= 0 && node.ratio![best] > 0.02 ? best : -1;
}

// The largest of the first part of a run: words stand above it.
function highest(load: Float64Array | null, part: number): number {
  let most = 0;
  for (let i = 0; i < (load?.length ?? 0) * part; i++) most = Math.max(most, Math.min(0.8, load![i] || 0));
  return most;
}

export function drawBig(pen: Pen, data: RunData, node: RunNode, frame: Frame, look: BigLook): void {
  const shape = bigShape(node, frame.height);
  const scale = drawBerg(pen, shape, frame);
  if (look.before) {
    const dashes = (v: Float64Array, y: (v: number) => number): void => outline(pen, v, frame, y, 'ink', 1, [4, 3], 1.3);
    if (look.before.load && shape.load) dashes(look.before.load, (v) => scale.base - scale.up * Math.min(1, v));
    if (look.before.ratio && shape.wait) dashes(look.before.ratio, (v) => scale.base + 1 + Math.min(v, shape.cut) * scale.promise);
  }
  if (shape.load && look.words) pen.text(frame.x + 8, scale.base - scale.up + look.size + 4, 'full', { size: look.size, halo: 'bg' });
  if (look.words && shape.wait) {
    pen.text(frame.x + 8, scale.base - scale.up * highest(node.load, 0.24) - 7, 'above the line: how busy', { size: look.size, weight: 560, fill: 'ink', halo: 'bg' });
    pen.text(frame.x + 8, scale.base + look.size + 5, 'below the line: how long one waits', { size: look.size, weight: 560, fill: 'ink', halo: 'bg' });
  }
  const peak = look.peak ? peakWords(pen, data, node, frame, look.size) : null;
  if (!shape.wait || node.promise === null || shape.hatched) return;
  const words = `promise ${promiseText(node.promise)}`;
  const y = scale.base + scale.promise - 4;
  const meets = peak !== null && Math.abs(peak.y - y) < look.size + 4 && peak.left < frame.x + 16 + pen.width(words, look.size);
  pen.text(meets ? frame.x + frame.width - 4 : frame.x + 8, y, words, { size: look.size, halo: 'bg', align: meets ? 'right' : 'left' });
}

// Where the words of the peak are.
interface Place {
  left: number;
  y: number;
  leader?: [number, number, number, number];
  dark?: boolean; // over the solid part
}

// A dot at the deepest place and its words: beside it, else under it, else inside the basin.
function peakWords(pen: Pen, data: RunData, node: RunNode, frame: Frame, size: number): Place | null {
  const i = deepest(node);
  if (i < 0 || node.rests) return null;
  const ratio = node.ratio!;
  const scale = scaleOf(bigShape(node, frame.height), frame);
  const depth = (k: number): number => scale.base + 1 + Math.min(ratio[k] || 0, CUT) * scale.promise;
  const [x, y] = [frame.x + ((i + 0.5) / data.points) * frame.width, depth(i)];
  const waiting = node.series.queue?.[i] ?? NaN;
  const wait = `${ratio[i] > CUT ? '\u25be ' : ''}${node.figures?.atLeast ? '\u2265 ' : ''}${durationText(node.wait?.[i])}`;
  const peak: Peak = { x, y, size, frame, line: scale.base, promised: scale.base + scale.promise, depthAt: (px) => depth(Math.max(0, Math.min(data.points - 1, Math.floor(((px - frame.x) / frame.width) * data.points)))) };
  pen.dot(x, y);
  for (const words of waiting >= 0.5 ? [`${count(waiting)} ${data.noun} wait ${wait}`, wait] : [wait]) {
    const wide = pen.width(words, size, 620);
    const place = beside(peak, wide) ?? under(peak, wide) ?? inside(peak, wide);
    if (!place) continue;
    if (place.leader) pen.line(...place.leader, 'ghost');
    pen.text(place.left, place.y, words, { size, weight: 620, ...(place.dark ? { fill: 'bg' } : { fill: 'ink', halo: 'bg' }) });
    return place;
  }
  return null;
}

interface Peak {
  x: number;
  y: number;
  size: number;
  frame: Frame;
  line: number; // of the water
  promised: number;
  depthAt: (x: number) => number;
}

const deepestUnder = ({ depthAt }: Peak, left: number, wide: number): number => {
  let most = -Infinity;
  for (let x = left - 2; x <= left + wide + 2; x += 3) most = Math.max(most, depthAt(x));
  return most;
};

// Right of it, else left; never over the basin, the line itself or that of the promise.
function beside(peak: Peak, wide: number): Place | null {
  const { x, y, size, frame, line, promised } = peak;
  const wanted = Math.max(y + size * 0.35, line + size + 5);
  const textY = wanted > promised - 3 && wanted - size * 0.74 < promised + 3 ? promised + size + 3 : wanted;
  for (const left of [x + 52, x - 52 - wide]) {
    if (left < frame.x || left + wide > frame.x + frame.width - 6 || deepestUnder(peak, left, wide) > textY - size * 0.74) continue;
    return { left, y: textY, leader: left > x ? [x + 8, y, x + 46, y] : [x - 8, y, x - 46, y] };
  }
  return null;
}

const middleAt = ({ x, frame }: Peak, wide: number): number => Math.max(frame.x + 8, Math.min(frame.x + frame.width - wide - 8, x - wide / 2));

const BELOW_FRAME = 6; // what a picture leaves free under its lines

function under(peak: Peak, wide: number): Place | null {
  const { y, size, frame, promised } = peak;
  const textY = y + size + 6;
  if (textY > frame.y + frame.height + BELOW_FRAME || (textY > promised - 3 && textY - size * 0.74 < promised + 3)) return null;
  return { left: middleAt(peak, wide), y: textY };
}

// In page colour, where all of it is over the solid part.
function inside(peak: Peak, wide: number): Place | null {
  const { x, y, size, promised, depthAt } = peak;
  const [textY, left] = [y - 10, middleAt(peak, wide)];
  if (textY - size * 0.74 < promised + 2) return null;
  for (const start of [left, x - wide + 12, x - 12]) {
    let clear = start >= peak.frame.x && start + wide <= peak.frame.x + peak.frame.width;
    for (let px = start - 4; px <= start + wide + 4 && clear; px += 3) clear = depthAt(px) > textY + 3;
    if (clear) return { left: start, y: textY, dark: true };
  }
  return null;
}

// Times under or over a picture; those that would meet are left out.
export function drawTimesAt(pen: Pen, data: RunData, frame: Frame, y: number, size: number, lines = 0, cursor: number | null = null): void {
  let last = -Infinity;
  const pill = cursor === null ? null : pillOf(pen, data, frame, cursor, size);
  for (const tick of ticks(data.grid, frame.width < 500 ? 4 : 8)) {
    const x = frame.x + (tick.bin / data.grid.bins) * frame.width;
    const wide = pen.width(tick.label, size);
    const left = Math.max(frame.x, Math.min(frame.x + frame.width - wide, x - wide / 2));
    if (lines) pen.line(x, frame.y, x, frame.y + lines, 'line');
    if (left < last + 12 || (pill && left < pill.x + pill.width + 8 && left + wide > pill.x - 8)) continue;
    last = left + wide;
    pen.text(left, y, tick.label, { size });
  }
  if (!pill) return;
  pen.round(pill.x, y - size - 1, pill.width, 19, 4, 'ink');
  pen.text(pill.x + pill.width / 2, y, pill.text, { size, weight: 600, fill: 'inv', align: 'center' });
}

function pillOf(pen: Pen, data: RunData, frame: Frame, bin: number, size: number): { x: number; width: number; text: string } {
  const text = pillAt(data.grid, bin);
  const width = Math.max(48, pen.width(text, size, 600) + 14);
  const x = frame.x + ((bin + 0.5) / data.grid.bins) * frame.width - width / 2;
  return { x: Math.max(frame.x, Math.min(frame.x + frame.width - width, x)), width, text };
}

// What was asked for the first time, bin by bin: without what comes again of what failed before. Null where the
// explanation knows of nothing that came again, or the node has no series of it.
export function firstAttempts(node: RunNode | undefined, why: Explanation | null): Float64Array | null {
  const [asked, again] = [node?.series.arrivals, node?.series.retryEcho];
  if (!asked || !again || !why?.contributions.some((c) => c.kind === 'echo' && c.amount > 0)) return null;
  return asked.map((v, i) => Math.max(0, v - (again[i] || 0)));
}

export interface AskedLook {
  size: number; // of the words
  tooMany: string;
  workedOff: { bin: number; words: string } | null;
  first: Float64Array | null; // what was asked for the first time, dotted
  cursor: number | null; // a bin: its line runs through no words
}

// Asked for against what could be done: above is too much, below is what was worked off later.
export function drawAsked(pen: Pen, data: RunData, node: RunNode, frame: Frame, { size, tooMany, workedOff, first, cursor }: AskedLook): void {
  const asked = node.series.arrivals;
  const could = node.series.capacity;
  if (!asked || !could) return;
  let most = 1e-9;
  let highest = 0;
  for (let i = 0; i < data.points; i++) {
    most = Math.max(most, asked[i] || 0, could[i] || 0);
    if ((asked[i] || 0) > (asked[highest] || 0)) highest = i;
  }
  const base = frame.y + frame.height;
  const step = frame.width / data.points;
  const y = (v: number): number => base - (v / (most * 1.14)) * frame.height;
  const waits = (i: number): boolean => (node.series.queue?.[i] ?? 0) > 1e-6 * (node.largest.queue ?? 0) || (node.series.queue?.[i - 1] ?? 0) > 1e-6 * (node.largest.queue ?? 0);
  for (let i = 0; i < data.points; i++) {
    const [v, c] = [asked[i], could[i]];
    if (v !== v) continue;
    const [left, right] = [Math.round(frame.x + i * step), Math.round(frame.x + (i + 1) * step)];
    pen.rect(left, y(v), right - left, base - y(v), 'ink', 0.06);
    if (c === c && waits(i) && v !== c) pen.rect(left, Math.min(y(v), y(c)), right - left, Math.abs(y(v) - y(c)), at(pen.palette.div, v > c ? 0.86 : 0.14));
  }
  if (first) outline(pen, first, frame, y, 'ink', 0.75, [1.5, 2.5], 1.2);
  outline(pen, asked, frame, y, 'ink', 1, [], 1.5);
  outline(pen, could, frame, y, 'ink', 1, [4, 3], 1.2);
  pen.line(frame.x, base + 0.5, frame.x + frame.width, base + 0.5, 'ink-3', 1, 0.6);
  if (tooMany) {
    const half = pen.width(tooMany, size + 1, 620) / 2;
    const line = cursor === null ? -Infinity : frame.x + ((cursor + 0.5) / data.grid.bins) * frame.width;
    const middle = frame.x + (highest + 0.5) * step;
    const clear = Math.abs(middle - line) > half + 6 ? middle : line - half - 8 > frame.x ? line - half - 8 : line + half + 8;
    pen.text(Math.max(frame.x + half, Math.min(frame.x + frame.width - half, clear)), y(asked[highest]) - 7, tooMany, { size: size + 1, weight: 620, fill: 'ink', align: 'center', halo: 'bg' });
  }
  const capacityY = y(could[0] || 0);
  if (first) firstWords(pen, frame, { asked, could, first, y, size, below: capacityY + 8 });
  pen.text(frame.x + 8, capacityY - 6, `${node.label} can do ${number(could[0] || 0)} ${data.per.replace('/', 'per ')}`, { size, halo: 'bg' });
  if (workedOff) {
    const from = frame.x + (workedOff.bin / data.grid.bins) * frame.width + 12;
    const room = frame.x + frame.width - from;
    if (pen.width(workedOff.words, size) < room) pen.text(from, capacityY + size + 8, workedOff.words, { size, fill: 'ink-2', halo: 'bg' });
  }
  let above = 0; // of what the words would meet
  for (let i = 0; i * step < pen.width('asked for', size) + 12 && i < data.points; i++) above = Math.max(above, asked[i] || 0);
  pen.text(frame.x + 8, Math.min(base - 6, y(above) - 6), 'asked for', { size, halo: 'bg' });
}

const FIRST_WORDS = 'dotted: first attempts alone';

interface Dotted {
  asked: Float64Array;
  could: Float64Array;
  first: Float64Array;
  y: (v: number) => number;
  size: number;
  below: number; // of the capacity and its words
}

// Left of the first place at which the two lines part and there is room above the curve; a line leads there. Else
// between the two lines; where there is no room at all, the reason under the headline still says what is dotted.
function firstWords(pen: Pen, frame: Frame, { asked, could, first, y, size, below }: Dotted): void {
  const wide = pen.width(FIRST_WORDS, size);
  const step = frame.width / first.length;
  const at = (i: number): number => frame.x + (i + 0.5) * step;
  const lowest = y(asked[0] || 0) - size - 16; // "asked for" is there
  for (let i = 0; i < first.length; i++) {
    const [height, right] = [y(first[i]), at(i) - 36];
    if (!(y(asked[i]) + 3 < height) || height - size < below || height + 4 > lowest || right - wide < frame.x + 8) continue;
    let free = true;
    for (let k = Math.floor((right - wide - frame.x) / step); k < i && free; k++) free = !(y(asked[k]) < height + 6) || at(k) > at(i) - 2 * step;
    if (!free) continue;
    pen.line(right + 6, height, at(i) + step / 2, height, 'ghost');
    return void pen.text(right, height + size * 0.35, FIRST_WORDS, { size, halo: 'bg', align: 'right' });
  }
  // Or between the two lines, on the dotted one.
  const long = Math.ceil(wide / step) + 1;
  const room = (i: number): boolean => y(asked[i]) < y(first[i]) - size - 6 && !(y(could[i]) > y(first[i]) - size - 6 && y(could[i]) < y(first[i]) + 2);
  for (let i = 0, run = 0; i < first.length; i++) {
    run = room(i) && (run === 0 || Math.abs(y(first[i]) - y(first[i - 1])) < 0.5) ? run + 1 : 0;
    if (run === long + 2) return void pen.text(at(i - long), y(first[i]) - 5, FIRST_WORDS, { size });
  }
}
