// One node over the whole run as a picture of its own: for a first look, a story, a card.
import { pillAt, ticks } from './clock.ts';
import { count, durationText, promiseText } from './format.ts';
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
  full?: boolean; // where load is 1
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

// The leftmost place, counted from 8 px on, at which `wide` px of words meet no value above `most`; null without one.
export function clearAt(values: ArrayLike<number> | null, most: number, frame: { x: number; width: number }, wide: number): number | null {
  const n = values?.length ?? 0;
  const step = frame.width / Math.max(1, n);
  const first = frame.x + 8;
  let start = first;
  for (let i = 0; i < n && frame.x + i * step < start + wide + 4; i++) if (values![i] > most) start = Math.max(first, frame.x + (i + 1) * step + 6);
  return start + wide <= frame.x + frame.width - 4 ? start : null;
}

export function drawBig(pen: Pen, data: RunData, node: RunNode, frame: Frame, look: BigLook): void {
  const shape = bigShape(node, frame.height);
  const scale = drawBerg(pen, shape, frame);
  if (look.before) {
    const dashes = (v: Float64Array, y: (v: number) => number): void => outline(pen, v, frame, y, 'ink', 1, [4, 3], 1.3);
    if (look.before.load && shape.load) dashes(look.before.load, (v) => scale.base - scale.up * Math.min(1, v));
    if (look.before.ratio && shape.wait) dashes(look.before.ratio, (v) => scale.base + 1 + Math.min(v, shape.cut) * scale.promise);
  }
  const { size } = look;
  const say = (text: string, y: number, values: ArrayLike<number> | null, most: number, strong = false): void => {
    const x = clearAt(values, most, frame, pen.width(text, size, strong ? 560 : 400));
    if (x !== null) pen.text(x, y, text, strong ? { size, weight: 560, fill: 'ink', halo: 'bg' } : { size, halo: 'bg' });
  };
  const under = (px: number): number => px / scale.promise; // promises that reach so deep
  if (shape.load && (look.words || look.full)) say('full', scale.base - scale.up + size + 4, shape.load, 1 - (size + 8) / scale.up);
  if (look.words && shape.wait) {
    if (shape.load) aboveWords(pen, shape.load, frame, scale, size);
    say('below the line: how long one waits', scale.base + size + 5, shape.wait, under(3), true);
  }
  const peak = look.peak ? peakWords(pen, data, node, frame, size) : null;
  if (!shape.wait || node.promise === null || shape.hatched) return;
  const words = `promise ${promiseText(node.promise)}`;
  const y = scale.base + scale.promise - 4;
  const wide = pen.width(words, size);
  const meets = (x: number): boolean => peak !== null && Math.abs(peak.y - y) < size + 4 && peak.left < x + wide + 8 && peak.left + peak.wide > x - 8;
  const left = clearAt(shape.wait, under(scale.promise - size - 4), frame, wide) ?? frame.x + 8;
  const x = meets(left) ? frame.x + frame.width - 4 - wide : left;
  pen.text(x, y, words, { size, halo: 'bg' });
}

// On top of the bars where they leave room, as far left as they do.
function aboveWords(pen: Pen, load: ArrayLike<number>, frame: Frame, scale: { base: number; up: number }, size: number): void {
  const text = 'above the line: how busy';
  const wide = pen.width(text, size, 560);
  const room = 1 - (2 * size + 18) / scale.up; // under "full"
  const x = clearAt(load, room, frame, wide);
  if (x === null) return;
  const step = frame.width / load.length;
  let highest = 0;
  for (let i = Math.max(0, Math.floor((x - frame.x) / step)); i < load.length && frame.x + i * step < x + wide + 4; i++) highest = Math.max(highest, load[i] || 0);
  pen.text(x, scale.base - scale.up * highest - 7, text, { size, weight: 560, fill: 'ink', halo: 'bg' });
}

// Where the words of the peak are.
interface Place {
  left: number;
  y: number;
  wide: number;
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
    return { left, y: textY, wide, leader: left > x ? [x + 8, y, x + 46, y] : [x - 8, y, x - 46, y] };
  }
  return null;
}

const middleAt = ({ x, frame }: Peak, wide: number): number => Math.max(frame.x + 8, Math.min(frame.x + frame.width - wide - 8, x - wide / 2));

const BELOW_FRAME = 6; // what a picture leaves free under its lines

function under(peak: Peak, wide: number): Place | null {
  const { y, size, frame, promised } = peak;
  const textY = y + size + 6;
  if (textY > frame.y + frame.height + BELOW_FRAME || (textY > promised - 3 && textY - size * 0.74 < promised + 3)) return null;
  return { left: middleAt(peak, wide), y: textY, wide };
}

// In page colour, where all of it is over the solid part.
function inside(peak: Peak, wide: number): Place | null {
  const { x, y, size, promised, depthAt } = peak;
  const [textY, left] = [y - 10, middleAt(peak, wide)];
  if (textY - size * 0.74 < promised + 2) return null;
  for (const start of [left, x - wide + 12, x - 12]) {
    let clear = start >= peak.frame.x && start + wide <= peak.frame.x + peak.frame.width;
    for (let px = start - 4; px <= start + wide + 4 && clear; px += 3) clear = depthAt(px) > textY + 3;
    if (clear) return { left: start, y: textY, wide, dark: true };
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
