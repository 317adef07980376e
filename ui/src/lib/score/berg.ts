// The iceberg: load above the line (1 is full, capped in ink), wait in promises below it (1 is the
// dotted line, solid beyond). Two icebergs are never normalised apart.
import { at } from '../colour.ts';
import type { Pen } from './pen.ts';

export type Values = ArrayLike<number>;

export interface BergShape {
  load: Values | null;
  wait: Values | null; // in promises
  full: number; // load from here on is full
  split: number; // share of the height above the line
  cut: number; // promises that the depth shows
  head: number; // free px above full
  cap: number; // px of ink over full bins
  contour: boolean;
  fullLine: boolean;
  promiseLine: boolean;
  hatched: boolean; // waits by design
  page: string; // colour between bar and cap
  gaps: boolean; // few bins: bars with gaps
  stack: { until: Values[]; greys: readonly number[] } | null; // who waits: the depth told apart, from the line on
  part: Values | null; // of the load, the share that one class took
  idle: boolean; // a bin without a load is closed, not unknown: a low hatch
}

export const SHAPE: BergShape = {
  load: null, wait: null, full: 1 - 1e-6, split: 0.56, cut: 2, head: 8, cap: 2, contour: true, fullLine: true, promiseLine: true, hatched: false, page: 'bg', gaps: false, stack: null, part: null, idle: false,
};
export const THUMBNAIL: BergShape = { ...SHAPE, split: 0.5, cut: 3, head: 2, cap: 1.5, contour: false, fullLine: false, page: 'panel' };

export interface BergFrame {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface BergScale {
  base: number; // y of the line
  up: number; // px of full load
  promise: number; // px of one promise
  depth: number; // px below the line
}

export function scaleOf(shape: BergShape, frame: BergFrame): BergScale {
  const above = Math.round(frame.height * shape.split) - (shape.wait ? 0 : 1);
  const depth = frame.height - above - 1;
  return { base: frame.y + above, up: above - shape.head, promise: depth / shape.cut, depth };
}

const lengthOf = (shape: BergShape): number => (shape.load ?? shape.wait)?.length ?? 0;
const missing = (v: number): boolean => v !== v;

export function drawBerg(pen: Pen, shape: BergShape, frame: BergFrame): BergScale {
  const scale = scaleOf(shape, frame);
  if (shape.fullLine && shape.load) pen.line(frame.x, scale.base - scale.up - 0.5, frame.x + frame.width, scale.base - scale.up - 0.5, 'line-2', 1, 0.8);
  if (shape.load) drawLoad(pen, shape, frame, scale);
  if (shape.wait) drawWait(pen, shape, frame, scale);
  pen.line(frame.x, scale.base + 0.5, frame.x + frame.width, scale.base + 0.5, 'ink-3', 1, 0.6);
  return scale;
}

function drawLoad(pen: Pen, shape: BergShape, frame: BergFrame, scale: BergScale): void {
  const load = shape.load!;
  const n = load.length;
  const step = frame.width / n;
  const gap = shape.gaps ? 1 : 0;
  const heightOf = (v: number): number => Math.round(scale.up * Math.min(1, v));
  const { seq } = pen.palette;
  for (let i = 0; i < n; ) {
    const v = load[i];
    let k = i + 1;
    if (missing(v)) {
      while (k < n && missing(load[k])) k++;
      const high = shape.idle ? 4 : scale.up;
      pen.rect(frame.x + i * step, scale.base - high, (k - i) * step, high, pen.hatch());
      i = k;
      continue;
    }
    const colour = at(seq, v);
    const height = heightOf(v);
    if (!gap) while (k < n && !missing(load[k]) && heightOf(load[k]) === height && at(seq, load[k]) === colour) k++;
    const overlap = k < n && !gap ? 0.6 : 0;
    pen.rect(frame.x + i * step, scale.base - height, (k - i) * step - gap + overlap, height, shape.part ? 'faint' : colour);
    if (shape.part) for (let b = i; b < k; b++) pen.rect(frame.x + b * step, scale.base - Math.round(height * shape.part[b]), step - gap + (b < n - 1 ? overlap || (gap ? 0 : 0.6) : 0), Math.round(height * shape.part[b]), colour);
    i = k;
  }
  if (shape.contour && !gap) outline(pen, load, frame, (v) => scale.base - scale.up * Math.min(1, v), 'ink', pen.palette.contour);
  if (shape.cap) drawCaps(pen, shape, frame, scale, gap);
}

function drawCaps(pen: Pen, shape: BergShape, frame: BergFrame, scale: BergScale, gap: number): void {
  const load = shape.load!;
  const step = frame.width / load.length;
  const top = scale.base - scale.up;
  for (let i = 0; i < load.length; ) {
    let k = i;
    while (k < load.length && load[k] >= shape.full) k++;
    if (k > i) {
      const width = (k - i) * step - gap;
      pen.rect(frame.x + i * step, top + 1, width, shape.cap > 1.6 ? 1.5 : 1, shape.page);
      pen.rect(frame.x + i * step, top + 1 - shape.cap, width, shape.cap, 'ink');
    }
    i = Math.max(k, i + 1);
  }
}

// How far a drawn line may be off, in px: less is not seen, and each bend of a line costs as much as a row of words.
const OFF = 0.12;

// The bins in [from, to] at which the line through `ys` bends: between them it is straight, but for OFF.
export function bends(ys: Float64Array, from: number, to: number): number[] {
  const kept = [from];
  let [low, high, last] = [-Infinity, Infinity, from];
  for (let i = from + 1; i <= to; i++) {
    const slope = (ys[i] - ys[last]) / (i - last);
    if (slope < low || slope > high) {
      last = i - 1;
      kept.push(last);
      [low, high] = [ys[i] - ys[last] - OFF, ys[i] - ys[last] + OFF];
      continue;
    }
    low = Math.max(low, slope - OFF / (i - last));
    high = Math.min(high, slope + OFF / (i - last));
  }
  if (to > from) kept.push(to);
  return kept;
}

// A line through the middles of the bins, broken where a value is absent.
export function outline(pen: Pen, values: Values, frame: BergFrame, y: (v: number) => number, stroke: string, alpha: number, dash: number[] = [], width = 1): void {
  const { ctx } = pen;
  const step = frame.width / values.length;
  const end = values.length - 1;
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = pen.colour(stroke);
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.setLineDash(dash);
  ctx.beginPath();
  const ys = Float64Array.from(values, y);
  for (let i = 0; i <= end; i++) {
    if (missing(values[i])) continue;
    let to = i;
    while (to < end && !missing(values[to + 1])) to++;
    ctx.moveTo(i === 0 ? frame.x : frame.x + (i + 0.5) * step, ys[i]);
    for (const k of bends(ys, i, to)) if (k > i || i === 0) ctx.lineTo(frame.x + (k + 0.5) * step, ys[k]);
    if (to === end) ctx.lineTo(frame.x + frame.width, ys[end]);
    i = to;
  }
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

// Area between the line and a depth, over the middles of the bins.
function basin(pen: Pen, wait: Values, frame: BergFrame, top: number, depth: (v: number) => number): void {
  under(pen, Float64Array.from(wait, (v) => top + depth(missing(v) ? 0 : v)), frame, top);
}

// Area between the line at `base` and the curve through the middles of the bins; fills nothing yet.
export function under(pen: Pen, ys: Float64Array, frame: { x: number; width: number }, base: number): void {
  const { ctx } = pen;
  const step = frame.width / ys.length;
  ctx.beginPath();
  ctx.moveTo(frame.x, base);
  ctx.lineTo(frame.x, ys[0]);
  for (const k of bends(ys, 0, ys.length - 1)) ctx.lineTo(frame.x + (k + 0.5) * step, ys[k]);
  ctx.lineTo(frame.x + frame.width, ys[ys.length - 1]);
  ctx.lineTo(frame.x + frame.width, base);
  ctx.closePath();
}

function drawWait(pen: Pen, shape: BergShape, frame: BergFrame, scale: BergScale): void {
  const wait = shape.wait!;
  const { ctx } = pen;
  const top = scale.base + 1;
  const depth = (v: number): number => Math.min(v, shape.cut) * scale.promise;
  if (shape.stack && !shape.hatched) drawStack(pen, shape, frame, top, depth);
  else if (shape.gaps) drawWaitBars(pen, shape, frame, top, scale);
  else if (shape.hatched) {
    basin(pen, wait, frame, top, depth);
    ctx.fillStyle = pen.hatch();
    ctx.fill();
    outline(pen, wait, frame, (v) => top + depth(v), 'ghost', 1);
  } else {
    basin(pen, wait, frame, top, (v) => depth(Math.min(v, 1)));
    ctx.fillStyle = pen.colour('queue');
    ctx.globalAlpha = 0.58;
    ctx.fill();
    ctx.globalAlpha = 1;
    drawLate(pen, shape, frame, top + scale.promise, scale);
  }
  hatchUnknown(pen, shape, frame, scale);
  if (shape.promiseLine && !shape.hatched) {
    pen.line(frame.x, top + scale.promise, frame.x + frame.width, top + scale.promise, 'ink-3', 1, 0.7, [2, 3]);
  }
}

// The basin keeps its depth; the greys are who waits in it.
function drawStack(pen: Pen, shape: BergShape, frame: BergFrame, top: number, depth: (v: number) => number): void {
  const { ctx } = pen;
  const wait = shape.wait!;
  const step = frame.width / wait.length;
  const deep = (i: number): number => depth(missing(wait[i]) ? 0 : wait[i]);
  const { until, greys } = shape.stack!;
  until.forEach((ends, k) => {
    const from = (i: number): number => top + (k === 0 ? 0 : until[k - 1][i] * deep(i));
    const to = (i: number): number => top + ends[i] * deep(i);
    if (shape.gaps) {
      for (let i = 0; i < wait.length; i++) if (deep(i) > 0) pen.rect(frame.x + i * step, from(i), step - 1, to(i) - from(i), 'queue', greys[k]);
      return;
    }
    ctx.beginPath();
    ctx.moveTo(frame.x, from(0));
    for (let i = 0; i < wait.length; i++) ctx.lineTo(frame.x + (i + 0.5) * step, from(i));
    ctx.lineTo(frame.x + frame.width, from(wait.length - 1));
    ctx.lineTo(frame.x + frame.width, to(wait.length - 1));
    for (let i = wait.length - 1; i >= 0; i--) ctx.lineTo(frame.x + (i + 0.5) * step, to(i));
    ctx.lineTo(frame.x, to(0));
    ctx.closePath();
    ctx.globalAlpha = greys[k];
    ctx.fillStyle = pen.colour('queue');
    ctx.fill();
    ctx.globalAlpha = 1;
  });
  if (shape.gaps) return;
  for (const ends of until.slice(0, -1)) {
    ctx.strokeStyle = pen.colour(shape.page);
    ctx.lineWidth = 0.7;
    ctx.beginPath();
    for (let i = 0; i < wait.length; i++) ctx.lineTo(frame.x + (i + 0.5) * step, top + ends[i] * deep(i));
    ctx.stroke();
  }
}

// Few bins: the wait of each is a bar, within the promise grey, beyond it solid.
function drawWaitBars(pen: Pen, shape: BergShape, frame: BergFrame, top: number, scale: BergScale): void {
  const wait = shape.wait!;
  const step = frame.width / wait.length;
  for (let i = 0; i < wait.length; i++) {
    if (missing(wait[i]) || wait[i] <= 0) continue;
    const x = frame.x + i * step;
    const within = Math.min(wait[i], shape.hatched ? shape.cut : 1) * scale.promise;
    const late = Math.max(0, Math.min(wait[i], shape.cut) - 1) * scale.promise;
    if (shape.hatched) pen.rect(x, top, step - 1, within, pen.hatch());
    else {
      pen.rect(x, top, step - 1, within, 'queue', 0.58);
      pen.rect(x, top + within, step - 1, late, 'queue');
    }
  }
}

// Beyond the promise, from the true crossing and not from the edge of the bin.
function drawLate(pen: Pen, shape: BergShape, frame: BergFrame, promiseY: number, scale: BergScale): void {
  const { ctx } = pen;
  ctx.save();
  ctx.beginPath();
  ctx.rect(frame.x, promiseY, frame.width, scale.depth + 2);
  ctx.clip();
  basin(pen, shape.wait!, frame, scale.base + 1, (v) => Math.min(v, shape.cut) * scale.promise);
  ctx.fillStyle = pen.colour('queue');
  ctx.fill();
  ctx.restore();
}

function hatchUnknown(pen: Pen, shape: BergShape, frame: BergFrame, scale: BergScale): void {
  const wait = shape.wait!;
  const load = shape.load;
  const step = frame.width / lengthOf(shape);
  for (let i = 0; i < wait.length; i++) {
    if (shape.idle || !missing(wait[i]) || !load || !missing(load[i])) continue;
    pen.rect(frame.x + i * step, scale.base + 1, step + 0.5, scale.depth, pen.hatch());
  }
}
