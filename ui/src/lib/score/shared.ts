// A capacity that several nodes share, as one row: what each of them took of it, one above the other, and a rail to
// their own rows below.
import { at } from '../colour.ts';
import { number } from '../format.ts';
import { valueAt, type RunData, type Shared } from '../run_data.ts';
import { PHONE_HEAD, type Geometry, type Row } from './geometry.ts';
import type { Pen } from './pen.ts';
import { startOf, type Plane } from './view.ts';

// Steps of the scale that can be told apart.
export const levelOf = (place: number, of: number): number => (of === 1 ? 0.6 : 0.35 + (0.53 * place) / (of - 1));

// What the members took of it in a bin, all together; null where one of them is unknown.
export function takenAt(data: RunData, shared: Shared, point: number): number | null {
  let sum = 0;
  for (const i of shared.members) {
    const took = valueAt((data.nodes[i].whole ?? data.nodes[i]).series.served, point);
    if (took === null) return null;
    sum += took;
  }
  return sum;
}

export function sharedWords(data: RunData, shared: Shared, point: number): string {
  const capacity = valueAt(shared.capacity, point);
  const taken = takenAt(data, shared, point);
  if (capacity === null) return 'shared';
  return taken === null ? `shared, ${number(capacity, 3)} ${data.per}` : `shared, ${number(taken, 3)} of ${number(capacity, 3)} ${data.per}`;
}

const TOP = 20;
const FOOT = 26;

export function drawShared(pen: Pen, data: RunData, row: Row, plane: Plane, phone: boolean): void {
  const shared = row.shared!;
  const base = row.y + row.height - FOOT;
  const up = row.height - FOOT - (phone ? PHONE_HEAD + 4 : TOP);
  const capacity = shared.capacity;
  pen.line(plane.x, base - up - 0.5, plane.x + plane.width, base - up - 0.5, 'line-2', 1, 0.8);
  const below = new Float64Array(plane.to - plane.from);
  shared.members.forEach((index, k) => {
    const served = (data.nodes[index].whole ?? data.nodes[index]).series.served;
    const upper = Float64Array.from(below, (share, i) => {
      const full = capacity?.[plane.from + i] ?? NaN;
      const took = served?.[plane.from + i] ?? NaN;
      return full > 1e-12 && took === took ? Math.min(1, share + took / full) : share;
    });
    steps(pen, plane, base, up, below, upper);
    pen.ctx.fillStyle = at(pen.palette.seq, levelOf(k, shared.members.length));
    pen.ctx.fill();
    if (k > 0) edge(pen, plane, base, up, below);
    below.set(upper);
  });
  pen.line(plane.x, base + 0.5, plane.x + plane.width, base + 0.5, 'ink-3', 1, 0.6);
  if (!phone) pen.text(plane.x + 6, row.y + 14, 'full: what each took of it', { halo: 'bg' });
  let x = plane.x + (phone ? 0 : 6);
  shared.members.forEach((index, k) => {
    const { label } = data.nodes[index];
    if (x + 16 + pen.width(label) > plane.x + plane.width) return;
    pen.round(x, base + 8, 10, 10, 2, at(pen.palette.seq, levelOf(k, shared.members.length)));
    x += 15;
    x += pen.text(x, base + 17, label, { fill: 'ink-2' }) + 16;
  });
}

function steps(pen: Pen, plane: Plane, base: number, up: number, lower: Float64Array, upper: Float64Array): void {
  const { ctx } = pen;
  const n = upper.length;
  ctx.beginPath();
  for (let i = 0; i < n; i++) {
    const y = base - up * upper[i];
    ctx.lineTo(startOf(plane, plane.from + i), y);
    ctx.lineTo(startOf(plane, plane.from + i + 1), y);
  }
  for (let i = n - 1; i >= 0; i--) {
    const y = base - up * lower[i];
    ctx.lineTo(startOf(plane, plane.from + i + 1), y);
    ctx.lineTo(startOf(plane, plane.from + i), y);
  }
  ctx.closePath();
}

// Page colour between two members.
function edge(pen: Pen, plane: Plane, base: number, up: number, at_: Float64Array): void {
  const { ctx } = pen;
  ctx.strokeStyle = pen.colour('bg');
  ctx.lineWidth = 1;
  ctx.beginPath();
  at_.forEach((share, i) => {
    const y = base - up * share;
    ctx.lineTo(startOf(plane, plane.from + i), y);
    ctx.lineTo(startOf(plane, plane.from + i + 1), y);
  });
  ctx.stroke();
}

const X = 26;

function diamond(pen: Pen, middle: number): void {
  const { ctx } = pen;
  ctx.beginPath();
  ctx.moveTo(X, middle - 8);
  ctx.lineTo(X + 8, middle);
  ctx.lineTo(X, middle + 8);
  ctx.lineTo(X - 8, middle);
  ctx.closePath();
  ctx.fillStyle = pen.colour('panel');
  ctx.fill();
  ctx.strokeStyle = pen.colour('ink');
  ctx.lineWidth = 1.5;
  ctx.stroke();
}

// On the phone the members stand below one another anyway: no rail.
function phoneHead(pen: Pen, data: RunData, geo: Geometry, row: Row, point: number): void {
  const shared = row.shared!;
  const y = row.y + 10;
  diamond(pen, y + 13);
  const used = pen.text(44, y + 11, shared.label, { size: 14, weight: 600, fill: 'ink', halo: 'bg', within: geo.width - 84 });
  if (shared.verdict >= 2) pen.verdict(44 + used + 12, y + 6.5, shared.verdict, 9);
  pen.text(44, y + 26, sharedWords(data, shared, point), { fill: 'ink-2', halo: 'bg', within: geo.width - 60 });
}

// Diamond, name and what is taken at the cursor; from it a rail to each member.
export function drawSharedHead(pen: Pen, data: RunData, geo: Geometry, row: Row, point: number, selected: number): void {
  if (geo.graph === null) return phoneHead(pen, data, geo, row, point);
  const shared = row.shared!;
  const middle = row.y + row.height / 2 - 6;
  const { ctx } = pen;
  const ends = shared.members.flatMap((index) => {
    const card = geo.byNode.get(index);
    const at_ = geo.rowOf.get(index);
    const own = at_ === undefined ? null : geo.rows[at_];
    if (card) return [{ y: card.y + card.height / 2, x: card.x, on: index === selected }];
    return own?.kind === 'strip' ? [{ y: own.y + own.height / 2, x: 124, on: index === selected }] : [];
  });
  for (const end of ends.sort((a, b) => Number(a.on) - Number(b.on))) {
    ctx.strokeStyle = pen.colour(end.on ? 'ink-2' : 'line-2');
    ctx.globalAlpha = end.on ? 0.8 : 1;
    ctx.lineWidth = end.on ? 1.8 : 1.4;
    ctx.lineJoin = 'round';
    ctx.beginPath();
    ctx.moveTo(X, middle + 8);
    ctx.arcTo(X, end.y, end.x - 2, end.y, 7);
    ctx.lineTo(end.x - 2, end.y);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  diamond(pen, middle);
  const used = pen.text(44, middle - 1, shared.label, { size: 13, weight: 600, fill: 'ink', within: 280 });
  if (shared.verdict >= 2) pen.verdict(44 + used + 12, middle - 5.5, shared.verdict, 9);
  pen.text(44, middle + 15, sharedWords(data, shared, point), { fill: 'ink-2', within: 320 });
}
