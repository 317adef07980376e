// The card of a node: swatch in the colour of its row at the cursor, name, what is at work of what
// could be, kind, verdict; above it the line of what waits, left the retries, right what gave up.
import { at, inkOn } from '../colour.ts';
import { ABSENT, count, NARROW, number, percentNumber } from '../format.ts';
import { valueAt, verdictAt, type RunData, type RunNode } from '../run_data.ts';
import { CARD_WIDTH, type Card } from './geometry.ts';
import { KIND_GLYPHS } from './glyphs.ts';
import type { Pen } from './pen.ts';

const SLOTS = 42;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 1_000_000];

// One tick of a queue line: the smallest step that fits the run's largest queue into the slots.
export function tickStep(data: RunData): number {
  let most = 0;
  for (const n of data.nodes) if (!n.rests) most = Math.max(most, n.largest.queue ?? 0);
  return stepFor(most, SLOTS);
}
const stepFor = (most: number, slots: number): number => STEPS.find((s) => most / s <= slots) ?? 10_000_000;

const SLOT = (CARD_WIDTH - 2) / SLOTS;
// The same for a line of so many px.
export const fittingStep = (most: number, width: number): number => stepFor(most, Math.floor(width / SLOT));

// So many ticks from the right end on, after `skip` of them.
export function drawTicks(pen: Pen, right: number, y: number, ticks: number, look: { fill?: string; stroke?: string }, skip = 0, slot = SLOT): void {
  for (let i = skip; i < skip + ticks; i++) {
    if (look.stroke) pen.round(right - (i + 1) * slot + 1.5, y + 0.5, slot - 2.6, 9, 0.8, null, look.stroke, 1);
    else pen.round(right - (i + 1) * slot + 1, y, slot - 1.6, 10, 0.8, look.fill ?? 'queue');
  }
}

export interface CardLook {
  selected: boolean;
  focused: boolean;
}

export function secondLine(data: RunData, node: RunNode, point: number): string {
  const { series } = node;
  const per = data.per;
  const arrivals = valueAt(series.arrivals, point);
  if (node.lens) return `${data.per.replace('/', 'per ')}`;
  if (node.pile) return `${count(valueAt(series.queue, point))} kept${arrivals !== null && arrivals > 1e-9 ? `, +${number(arrivals, 3)} ${per}` : ''}`;
  const capacity = valueAt(node.could, point);
  const load = valueAt(node.load, point);
  if (capacity !== null && load !== null) return `${number(load * capacity, 3)} of ${number(capacity, 3)} ${per}`;
  if (arrivals === null) return node.klass ? 'none of this class' : 'no data in this bin';
  return `${number(arrivals, 3)} ${per}`;
}

export function drawSwatch(pen: Pen, node: RunNode, point: number, x: number, y: number, w: number, h: number, size: number): void {
  const load = valueAt(node.load, point);
  if (load === null) {
    pen.ctx.save();
    pen.ctx.beginPath();
    pen.ctx.roundRect(x, y, w, h, [5, 0, 0, 5]);
    pen.ctx.clip();
    pen.rect(x, y, w, h, 'sunken');
    if (node.load) pen.rect(x, y, w, h, pen.hatch());
    pen.ctx.restore();
    if (node.load) pen.text(x + w / 2, y + h / 2 + 4, ABSENT, { size: 13, fill: 'ink-2', align: 'center' });
    else pen.glyph(KIND_GLYPHS[node.kind], x + w / 2 - 9, y + h / 2 - 9, 18 / 16, 'ink-2');
    return;
  }
  const fill = at(pen.palette.seq, load);
  pen.ctx.fillStyle = fill;
  pen.ctx.beginPath();
  pen.ctx.roundRect(x, y, w, h, [5, 0, 0, 5]);
  pen.ctx.fill();
  if (node.lens) pen.text(x + w / 2, y + h / 2 + size * 0.33, number(valueAt(node.lens, point), 3), { size: size - 1, weight: 620, fill: inkOn(fill), align: 'center', within: w - 2 });
  else drawPercent(pen, load, x, y, w, h, size, inkOn(fill));
}

export function drawPercent(pen: Pen, load: number, x: number, y: number, w: number, h: number, size: number, ink: string): void {
  const text = percentNumber(load);
  const width = pen.width(text, size, 620);
  const sign = w < 40 ? 8 : 10;
  const whole = width + 1 + pen.width('%', sign, 500);
  const left = x + Math.max(1, (w - whole) / 2);
  pen.text(left, y + h / 2 + size * 0.35, text, { size, weight: 620, fill: ink });
  if (whole <= w) pen.text(left + width + 1, y + h / 2 + size * 0.35, '%', { size: sign, weight: 500, fill: ink });
}

export function drawCard(pen: Pen, data: RunData, card: Card, point: number, look: CardLook): void {
  const { node, x, y, width, height } = card;
  const absent = node.load !== null && valueAt(node.load, point) === null;
  if (look.focused) pen.round(x - 3.5, y - 3.5, width + 7, height + 7, 9, null, 'focus', 2);
  if (absent) pen.ctx.setLineDash([4, 3]);
  pen.round(x, y, width, height, 6, 'panel', look.selected ? 'sel' : 'line-2', look.selected ? 1.75 : 1);
  pen.ctx.setLineDash([]);
  const oneLine = height < 40;
  const swatch = oneLine ? 36 : width < 180 ? 42 : 50;
  const inset = look.selected ? 0.9 : 0.5;
  drawSwatch(pen, node, point, x + inset, y + inset, swatch - inset, height - 2 * inset, oneLine ? 12.5 : 14.5);
  const code = verdictAt(node, point);
  drawWords(pen, data, card, point, swatch, oneLine, code >= 2);
  if (node.load && !oneLine && width > 180) pen.glyph(KIND_GLYPHS[node.kind], x + width - 24, y + 7, 15 / 16, 'ink-3');
  if (code >= 2) pen.verdict(x + width - 16, oneLine ? y + height / 2 : y + height - 14, code, 9);
}

function drawWords(pen: Pen, data: RunData, card: Card, point: number, swatch: number, oneLine: boolean, marked: boolean): void {
  const { node, x, y, width, height } = card;
  const left = x + swatch + 10;
  const glyph = node.load && width > 180 && !oneLine ? 30 : 8;
  const second = secondLine(data, node, point);
  if (oneLine) {
    const room = width - swatch - 20 - (marked ? 18 : 0);
    const name = pen.width(node.label, 13, 600);
    const beside = node.load ? '' : shortened(pen, second, room - name - 8);
    const used = pen.text(left, y + height / 2 + 4.5, node.label, { size: 13, weight: 600, fill: 'ink', within: room - (beside ? pen.width(beside) + 8 : 0) });
    if (beside && used > 0) pen.text(x + width - 10, y + height / 2 + 4.5, beside, { fill: 'ink-2', align: 'right' });
    return;
  }
  pen.text(left, y + height / 2 - 4, node.label, { size: 13, weight: 600, fill: 'ink', within: x + width - left - glyph });
  const text = width > 180 ? second : second.replace(` ${data.per}`, '');
  pen.text(left, y + height / 2 + 13, text, { fill: 'ink-2', within: x + width - left - (marked ? 26 : 8) });
}

// As much of a second line as there is room for: all, without what came in, without the unit, nothing.
function shortened(pen: Pen, text: string, room: number): string {
  const ways = [text, text.split(',')[0], text.split(' /')[0]];
  return ways.find((way) => pen.width(way) <= room) ?? '';
}

// What waits, as a line of people at the door: filled from the right, faint up to the run's peak.
export function drawQueueLine(pen: Pen, data: RunData, card: Card, point: number, step: number): void {
  const { node, x, y, width } = card;
  const queue = valueAt(node.series.queue, point);
  if (queue === null || node.pile) return;
  if (node.rests) {
    if (queue < 0.5) return;
    pen.text(x + width + 8, y + card.height / 2 - 2, count(queue), { weight: 600, fill: 'ink' });
    pen.text(x + width + 8, y + card.height / 2 + 12, node.restWord, { fill: 'ink-2', within: 382 - x - width - 8 });
    return;
  }
  const peak = node.largest.queue ?? 0;
  if (peak <= 0) return;
  if (peak < 0.5) {
    pen.line(x + 3, y - 7.5, x + width - 3, y - 7.5, 'line-2', 1.2, 1, [1, 4]);
    return;
  }
  const slot = (width - 2) / SLOTS;
  const now = Math.round(queue / step);
  const most = Math.max(1, Math.round(peak / step));
  drawTicks(pen, x + width - 2, y - 14, Math.min(now, most), { fill: 'queue' }, 0, slot);
  drawTicks(pen, x + width - 2, y - 14, most - Math.min(now, most), { fill: 'faint' }, Math.min(now, most), slot);
  const words = pen.text(x + width + 8, y - 5, count(queue), { weight: 600, fill: 'ink', halo: 'bg' });
  pen.text(x + width + 11 + words, y - 5, 'waiting', { fill: 'ink-2', halo: 'bg' });
  pen.rect(x + width + 9, y + 0.5, 2.6, 8, 'queue');
  pen.text(x + width + 15, y + 8, `= ${number(step)}`, { halo: 'bg' });
}

export interface Loss {
  value: number;
  word: string;
}

// Retries leave at the lower left and come back at the upper left: rework is news, darker than flow.
export function drawRetryLoop(pen: Pen, card: Card, point: number, widest: number): void {
  const echo = valueAt(card.node.series.retryEcho, point);
  if (echo === null || echo <= 0.01 || !card.node.series.queue) return;
  const { ctx } = pen;
  const stroke = Math.min(14, Math.max(2.5, (echo / widest) * 22));
  const right = card.x - 1;
  const low = card.y + card.height - 11;
  const high = card.y + 11;
  const r = Math.min(11, (low - high) / 2);
  const left = right - 30;
  ctx.globalAlpha = 0.85;
  ctx.strokeStyle = pen.colour('ink-2');
  ctx.lineWidth = stroke;
  ctx.lineJoin = 'round';
  ctx.beginPath();
  ctx.moveTo(right, low);
  ctx.arcTo(left, low, left, high, r);
  ctx.arcTo(left, high, right, high, r);
  ctx.lineTo(right - 6, high);
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.fillStyle = pen.colour('ink-2');
  ctx.beginPath();
  ctx.moveTo(right - 7.5, high - 5);
  ctx.lineTo(right - 0.5, high);
  ctx.lineTo(right - 7.5, high + 5);
  ctx.fill();
  doubleChevron(pen, (left + right) / 2 + 2, low);
  const middle = (low + high) / 2;
  pen.text(left - 7, middle - 1, number(echo, 3), { size: 12, weight: 600, fill: 'ink', align: 'right', halo: 'bg' });
  pen.text(left - 7, middle + 12, 'retries', { align: 'right', halo: 'bg' });
}

function doubleChevron(pen: Pen, x: number, y: number): void {
  const { ctx } = pen;
  for (const [stroke, width, half] of [['bg', 5, 5], ['ink-2', 1.6, 4.5]] as const) {
    ctx.strokeStyle = pen.colour(stroke);
    ctx.lineWidth = width;
    for (const shift of [0, 6]) {
      ctx.beginPath();
      ctx.moveTo(x + shift, y - half);
      ctx.lineTo(x + shift - half, y);
      ctx.lineTo(x + shift, y + half);
      ctx.stroke();
    }
  }
}

// What failed for good without a place to go to: a stub with a cross.
export function drawGaveUp(pen: Pen, card: Card, point: number): void {
  const gone = valueAt(card.node.series.exhaustedFailures, point);
  if (gone === null || gone <= 0.01) return;
  const x = card.x + card.width;
  const y = card.y + card.height - 15;
  pen.line(x, y, x + 14, y, 'breach', 2, 0.85);
  pen.glyph('M0 0l7 7m0 -7l-7 7', x + 15, y - 3.5, 1, 'breach', 1.6);
  pen.text(x + 27, y + 3.5, number(gone, 3), { weight: 600, fill: 'ink' });
  pen.text(x + 27, y + 16, 'gave up', { fill: 'ink-2' });
}

export { NARROW };
