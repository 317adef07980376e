// Asked for against what could be done, as a picture of its own: why a queue was there.
import type { Explanation } from './api/types.ts';
import { clearAt, type Frame } from './big_berg.ts';
import { at } from './colour.ts';
import { number } from './format.ts';
import type { Limit } from './limit.ts';
import type { RunData, RunNode } from './run_data.ts';
import { outline } from './score/berg.ts';
import type { Pen } from './score/pen.ts';

// What was asked for the first time, bin by bin: without what comes again of what failed before. Null where the
// explanation knows of nothing that came again, or the node has no series of it.
export function firstAttempts(node: RunNode | undefined, why: Explanation | null): Float64Array | null {
  const [asked, again] = [node?.series.arrivals, node?.series.retryEcho];
  if (!asked || !again || !why?.contributions.some((c) => c.kind === 'echo' && c.amount > 0)) return null;
  return asked.map((v, i) => Math.max(0, v - (again[i] || 0)));
}

export interface AskedLook {
  limit: Limit;
  size: number; // of the words
  tooMany: string;
  workedOff: { bin: number; words: string } | null;
  first: Float64Array | null; // what was asked for the first time, dotted
  cursor: number | null; // a bin: its line runs through no words
}

// Asked for against what could be done: above is too much, below is what was worked off later.
export function drawAsked(pen: Pen, data: RunData, node: RunNode, frame: Frame, { limit, size, tooMany, workedOff, first, cursor }: AskedLook): void {
  const asked = node.series.arrivals;
  const could = limit.values;
  if (!asked) return;
  let most = 1e-9;
  for (let i = 0; i < data.points; i++) most = Math.max(most, asked[i] || 0, could[i] || 0);
  const base = frame.y + frame.height;
  const step = frame.width / data.points;
  const y = (v: number): number => base - (v / (most * 1.14)) * frame.height;
  const waits = (i: number): boolean => (node.series.queue?.[i] ?? 0) > 1e-6 * (node.largest.queue ?? 0) || (node.series.queue?.[i - 1] ?? 0) > 1e-6 * (node.largest.queue ?? 0);
  let highest = 0; // where the excess is largest: its words are there
  let excess = -Infinity;
  for (let i = 0; i < data.points; i++) {
    const [v, c] = [asked[i], could[i]];
    if (v - c > excess && waits(i)) [highest, excess] = [i, v - c];
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
  const per = data.per.replace('/', 'per ');
  const isSame = could.filter((v) => v === could[0]).length > 0.6 * could.length; // an outage is no other capacity
  const can = `can do ${number(could[0] || 0)}`;
  const ways = limit.own ? (isSame ? [`${node.label} ${can} ${per}`, `${can} ${per}`, can] : [`dashed: what ${node.label} can do, ${per}`, 'dashed: can do']) : [`dashed: what left ${node.label}, ${per}`, 'dashed: what left'];
  const limitY = limit.own ? capacityY - 6 : frame.y + size - 4;
  const meets = (v: number): number => (y(v || 0) < limitY + 4 && y(v || 0) > limitY - size - 2 ? 1 : 0);
  const lane = limit.own ? asked.map(meets) : null;
  // As much of it as there is room for at the left, where the number is so.
  const says = ways.find((words) => clearAt(lane, 0.5, frame, pen.width(words, size)) === frame.x + 8) ?? ways[0];
  const limitX = clearAt(lane, 0.5, frame, pen.width(says, size)) ?? frame.x + 8;
  pen.text(limitX, limitY, says, { size, halo: 'bg' });
  if (workedOff) workedOffWords(pen, frame, { asked, y, size, at: frame.x + (workedOff.bin / data.grid.bins) * frame.width + 12, below: capacityY, words: workedOff.words });
  let [above, below] = [0, Infinity]; // of what the words would meet
  for (let i = 0; i * step < pen.width('asked for', size) + 12 && i < data.points; i++) [above, below] = [Math.max(above, asked[i] || 0), Math.min(below, asked[i] || 0)];
  const onTop = Math.min(base - 6, y(above) - 6);
  const free = limitX > frame.x + 8 + pen.width('asked for', size) || Math.abs(onTop - limitY) > size + 3;
  pen.text(frame.x + 8, free ? onTop : Math.min(base - 6, y(below) + size + 4), 'asked for', { size, halo: free ? 'bg' : false });
}

interface WorkedOff {
  asked: Float64Array;
  y: (v: number) => number;
  size: number;
  at: number;
  below: number;
  words: string;
}

// Under the line of what can be done where nothing is drawn there, else over it; else not at all.
function workedOffWords(pen: Pen, frame: Frame, { asked, y, size, at: left, below, words }: WorkedOff): void {
  const wide = pen.width(words, size);
  if (left + wide > frame.x + frame.width) return;
  const step = frame.width / asked.length;
  let highest = Infinity;
  for (let i = Math.floor((left - frame.x) / step); i < asked.length && frame.x + i * step < left + wide + 4; i++) highest = Math.min(highest, y(asked[i] || 0));
  const textY = highest > below + size + 12 ? below + size + 8 : highest > below ? below - 6 : null;
  if (textY !== null) pen.text(left, textY, words, { size, fill: 'ink-2', halo: 'bg' });
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
