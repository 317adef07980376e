// One node over the whole run as a picture of its own: for a first look, a story, a card.
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

export function bigShape(node: RunNode, height: number): BergShape {
  const below = hasBasin(node) && node.ratio !== null;
  const split = node.load === null ? 0.08 : 0.56;
  return { ...SHAPE, load: node.load, wait: below ? node.ratio : null, split: below ? split : (height - 3) / height, cut: 2, head: below ? 14 : 10, cap: height > 180 ? 3.5 : 2, hatched: node.rests, idle: node.states?.includes('scheduled') ?? false };
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

// Where the words of the peak stand.
interface Place {
  left: number;
  y: number;
}

function peakWords(pen: Pen, data: RunData, node: RunNode, frame: Frame, size: number): Place | null {
  const i = deepest(node);
  if (i < 0 || node.rests) return null;
  const scale = scaleOf(bigShape(node, frame.height), frame);
  const x = frame.x + ((i + 0.5) / data.points) * frame.width;
  const y = scale.base + 1 + Math.min(node.ratio![i], 2) * scale.promise;
  const waiting = node.series.queue?.[i] ?? NaN;
  const wait = `${node.figures?.atLeast ? '\u2265 ' : ''}${durationText(node.wait?.[i])}`;
  const fits = (words: string): boolean => x + 58 + pen.width(words, size, 620) < frame.x + frame.width || x - 58 - pen.width(words, size, 620) > frame.x;
  const words = [waiting >= 0.5 ? `${count(waiting)} ${data.noun} wait ${wait}` : wait, wait].find(fits);
  pen.dot(x, y);
  if (!words) return null;
  const wide = pen.width(words, size, 620);
  const right = x + 58 + wide < frame.x + frame.width;
  pen.line(right ? x + 8 : x - 8, y, right ? x + 46 : x - 46, y, 'ghost');
  // Never on the line itself, nor on that of the promise.
  const promised = scale.base + scale.promise;
  const beside = Math.max(y + size * 0.35, scale.base + size + 5);
  const textY = beside > promised - 3 && beside - size * 0.74 < promised + 3 ? promised + size + 3 : beside;
  pen.text(right ? x + 52 : x - 52, textY, words, { size, weight: 620, fill: 'ink', halo: 'bg', align: right ? 'left' : 'right' });
  return { left: right ? x + 52 : x - 52 - wide, y: textY };
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

// Asked for against what could be done: above is too much, below is what was worked off later.
export function drawAsked(pen: Pen, data: RunData, node: RunNode, frame: Frame, size: number, tooMany = '', workedOff: { bin: number; words: string } | null = null): void {
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
  outline(pen, asked, frame, y, 'ink', 1, [], 1.5);
  outline(pen, could, frame, y, 'ink', 1, [4, 3], 1.2);
  pen.line(frame.x, base + 0.5, frame.x + frame.width, base + 0.5, 'ink-3', 1, 0.6);
  if (tooMany) pen.text(frame.x + (highest + 0.5) * step, y(asked[highest]) - 7, tooMany, { size: size + 1, weight: 620, fill: 'ink', align: 'center', halo: 'bg' });
  pen.text(frame.x + 8, y(could[0] || 0) - 6, `${node.label} can do ${number(could[0] || 0)} ${data.per.replace('/', 'per ')}`, { size, halo: 'bg' });
  if (workedOff) {
    const from = frame.x + (workedOff.bin / data.grid.bins) * frame.width + 12;
    const room = frame.x + frame.width - from;
    if (pen.width(workedOff.words, size) < room) pen.text(from, y(could[0] || 0) + size + 8, workedOff.words, { size, fill: 'ink-2', halo: 'bg' });
  }
  pen.text(frame.x + 8, Math.min(base - 6, y(asked[0] || 0) - 6), 'asked for', { size, halo: 'bg' });
}
