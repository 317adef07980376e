// Edges between the rows: ribbons whose width is linear in flow (up to 12 nodes), rails beyond.
import { number } from '../format.ts';
import { valueAt, type RunData, type RunEdge } from '../run_data.ts';
import type { Geometry } from './geometry.ts';
import type { Pen } from './pen.ts';
import { widthOf, type Point, type Route } from './routes.ts';

const flowAt = (edge: RunEdge, point: number): number => valueAt(edge.flow, point) ?? 0;

export function drawRibbons(pen: Pen, data: RunData, geo: Geometry, point: number, widest: number, selected: number): void {
  for (const route of geo.routes) drawRibbon(pen, route, point, widest);
  const taken: Box[] = [];
  for (const route of geo.routes) drawLabel(pen, geo, route, point, widest, taken, route.edge.from === selected && route.edge.type === 'throughput' ? servedWord(data, selected) : '');
}

function drawRibbon(pen: Pen, { edge, points, side, most }: Route, point: number, widest: number): void {
  const { ctx } = pen;
  const terminal = edge.type === 'terminal';
  const width = Math.min(terminal ? 2 : most, widthOf(flowAt(edge, point), widest, most));
  ctx.globalAlpha = terminal ? 0.9 : pen.palette.ribbon;
  ctx.strokeStyle = ctx.fillStyle = pen.colour(terminal ? 'breach' : 'ghost');
  ctx.lineWidth = width;
  if (edge.type !== 'terminal' && edge.type !== 'throughput' && edge.type !== 'effort') ctx.setLineDash([5, 4]);
  const last = points[points.length - 1];
  const before = points[points.length - 2];
  ctx.beginPath();
  ctx.moveTo(...points[0]);
  for (let i = 1; i < points.length - 1; i++) ctx.arcTo(...points[i], ...points[i + 1], bend(points, i, width));
  ctx.lineTo(...last);
  ctx.stroke();
  ctx.setLineDash([]);
  tip(pen, last, Math.sign(last[0] - before[0]), Math.max(width, 3) / 2 + (width > 8 ? 0 : 2.5));
  ctx.globalAlpha = 1;
  const [from, to] = side === 0 ? [points[0], last] : [points[points.length === 3 && points[0][0] === points[1][0] ? 0 : 1], points[points.length - 2]];
  if (width >= 8 && from[0] === to[0] && to[1] > from[1]) chevrons(pen, from[0], from[1] + (side === 0 ? 8 : 16), to[1] - (side === 0 ? 6 : 16), width);
}

// So round that a ribbon keeps its width around the corner, where there is room.
const bend = (points: Point[], i: number, width: number): number => {
  const arm = (j: number): number => Math.abs(points[i][0] - points[j][0]) + Math.abs(points[i][1] - points[j][1]);
  return Math.min(9 + width / 2, arm(i - 1), arm(i + 1) / (i + 2 < points.length ? 2 : 1));
};

function tip(pen: Pen, [x, y]: Point, across: number, half: number): void {
  const { ctx } = pen;
  const corners: Point[] = across === 0 ? [[x - half, y - 0.3], [x, y + 6.5], [x + half, y - 0.3]] : [[x - across * 0.3, y - half], [x + across * 6.5, y], [x - across * 0.3, y + half]];
  ctx.beginPath();
  for (const corner of corners) ctx.lineTo(...corner);
  ctx.fill();
}

function chevrons(pen: Pen, x: number, from: number, to: number, width: number): void {
  const { ctx } = pen;
  ctx.strokeStyle = pen.colour('bg');
  ctx.lineWidth = 1.4;
  ctx.globalAlpha = 0.85;
  for (let y = from; y < to; y += 13) {
    ctx.beginPath();
    ctx.moveTo(x - width * 0.26, y);
    ctx.lineTo(x, y + width * 0.2);
    ctx.lineTo(x + width * 0.26, y);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

// What leaves the selected node, in the word of its model where that is short.
function servedWord(data: RunData, selected: number): string {
  const alias = data.nodes[selected]?.aliases.served ?? '';
  return alias.length > 0 && alias.length <= 14 && !alias.includes(' ') ? alias.toLowerCase() : '';
}

interface Box {
  x: number;
  y: number;
  width: number;
}

// Beside the ribbon, at its middle, else its start, else its end; of a channel outside of all channels, in the row of its
// end. Where none is free, no words.
function drawLabel(pen: Pen, geo: Geometry, route: Route, point: number, widest: number, taken: Box[], word: string): void {
  const { edge } = route;
  if (edge.flow === null || route.near) return;
  const value = flowAt(edge, point);
  const half = Math.max(2, widthOf(value, widest, route.most)) / 2;
  const text = number(value, 3);
  const said = edge.multiplier !== null && edge.multiplier !== 1 && edge.type === 'effort' ? ` \u00d7${number(edge.multiplier, 3)} each` : '';
  for (const each of new Set([said || (word ? ` ${word}` : ''), ''])) {
    const width = pen.width(text + each);
    const box = placesOf(route, half, width).find((b) => b.x > 2 && b.x + b.width <= 382 && isFree(geo, b, taken));
    if (!box) continue;
    taken.push(box);
    pen.text(box.x, box.y, text, { fill: 'ink-2', halo: 'bg' });
    if (each) pen.text(box.x + pen.width(text), box.y, each, { halo: 'bg' });
    return;
  }
}

function placesOf({ points, side, outer }: Route, half: number, width: number): Box[] {
  const [x, y1] = points[0];
  const [, y2] = points[points.length - 1];
  if (side === 0) return [(y1 + y2) / 2 + 3, y1 + 14, y2 - 4].map((y) => ({ x: x + half + 6, y, width }));
  const ends = Math.abs(x - points[1][0]) < 1 ? y2 : y1;
  return [ends + 4, (y1 + y2) / 2 + 3].map((y) => ({ x: side < 0 ? outer - 6 - width : outer + 6, y, width }));
}

function isFree(geo: Geometry, box: Box, taken: Box[]): boolean {
  const meets = (x: number, w: number, top: number, bottom: number): boolean => box.x < x + w + 3 && box.x + box.width > x - 3 && box.y > top && box.y - 9 < bottom;
  if (geo.cards.some((c) => meets(c.x, c.width, c.y - 3, c.y + c.height + 2))) return false;
  if (geo.cards.some((c) => (c.node.largest.queue ?? 0) > 0.5 && !c.node.pile && meets(c.x, c.width + 76, c.y - 17, c.y + 10))) return false;
  if (geo.cards.some((c) => (c.node.largest.retryEcho ?? 0) > 0.01 && meets(c.x - 74, 72, c.y + 2, c.y + c.height))) return false;
  if (geo.cards.some((c) => (c.node.largest.exhaustedFailures ?? 0) > 0.01 && meets(c.x + c.width, 66, c.y + c.height - 26, c.y + c.height + 10))) return false;
  return !taken.some((t) => meets(t.x, t.width, t.y - 11, t.y + 2));
}

interface Rail {
  from: number; // y
  to: number;
  lane: number;
  onPath: boolean;
  edges: RunEdge[];
}

const neighbours = new WeakMap<RunData['edges'], { to: number[][]; from: number[][] }>();
function neighboursOf(data: RunData): { to: number[][]; from: number[][] } {
  const known = neighbours.get(data.edges);
  if (known) return known;
  const made = { to: data.nodes.map((): number[] => []), from: data.nodes.map((): number[] => []) };
  for (const e of data.edges) {
    made.to[e.from].push(e.to);
    made.from[e.to].push(e.from);
  }
  neighbours.set(data.edges, made);
  return made;
}

// Nodes on a path through the selected one: upstream and downstream.
export function pathNodes(data: RunData, selected: number): Set<number> {
  const found = new Set<number>([selected]);
  const { to, from } = neighboursOf(data);
  for (const next of [from, to]) {
    const stack = [selected];
    const seen = new Set(stack);
    while (stack.length) {
      for (const n of next[stack.pop()!] ?? []) {
        if (seen.has(n)) continue;
        seen.add(n);
        found.add(n);
        stack.push(n);
      }
    }
  }
  return found;
}

const MOST_LANES = 54;
const LANE_WIDTH = 11;
const ALL_LANES = 106; // px

export interface Rails {
  list: Rail[];
  laneWidth: number;
}

// Shorter ones nearer to the rows, so that what lies within another one's height never crosses it.
export function rails(data: RunData, geo: Geometry, selected: number): Rails {
  const seen = new Map<string, Rail & { a: number; b: number }>();
  for (const e of data.edges) {
    const a = geo.rowOf.get(e.from);
    const b = geo.rowOf.get(e.to);
    if (a === undefined || b === undefined || a === b) continue;
    const onPath = e.from === selected || e.to === selected;
    const key = `${a}>${b}`;
    const known = seen.get(key);
    if (known) {
      known.onPath ||= onPath;
      known.edges.push(e);
    } else seen.set(key, { a, b, from: 0, to: 0, lane: 0, onPath, edges: [e] });
  }
  const span = (r: { a: number; b: number }): number => Math.abs(r.b - r.a);
  const sorted = [...seen.values()].sort((p, q) => span(p) - span(q) || Math.min(p.a, p.b) - Math.min(q.a, q.b));
  const taken: [number, number][][] = [];
  for (const rail of sorted) {
    const [lo, hi] = [Math.min(rail.a, rail.b), Math.max(rail.a, rail.b)];
    const free = taken.findIndex((lane) => lane.every(([a, b]) => hi <= a || lo >= b));
    rail.lane = free >= 0 ? free : Math.min(taken.length, MOST_LANES - 1);
    (taken[rail.lane] ??= []).push([lo, hi]);
  }
  const ends = geo.rows.map(() => [] as typeof sorted);
  for (const rail of sorted) {
    ends[rail.a].push(rail);
    ends[rail.b].push(rail);
  }
  ends.forEach((here, i) => portsOf(here, i, geo.rows[i]));
  return { list: sorted.sort((p, q) => Number(p.onPath) - Number(q.onPath)), laneWidth: Math.min(LANE_WIDTH, ALL_LANES / Math.max(1, taken.length - 1)) };
}

// Where rails meet a row, from top to bottom: from above the near ones first, then to below the far ones first.
function portsOf(here: (Rail & { a: number; b: number })[], at: number, row: { y: number; height: number }): void {
  const other = (r: { a: number; b: number }): number => (r.a === at ? r.b : r.a) - at;
  here.sort((p, q) => Number(other(p) > 0) - Number(other(q) > 0) || other(q) - other(p) || q.lane - p.lane);
  const step = Math.min(6, (row.height - 9) / Math.max(1, here.length - 1));
  here.forEach((rail, k) => {
    rail[rail.a === at ? 'from' : 'to'] = row.y + row.height / 2 + (k - (here.length - 1) / 2) * step;
  });
}

// Only those that cross what is in sight, from `top` to `bottom`.
export function drawRails(pen: Pen, { list, laneWidth }: Rails, right: number, top: number, bottom: number, point: number, widest: number): void {
  const { ctx } = pen;
  for (const rail of list) {
    if (Math.max(rail.from, rail.to) < top || Math.min(rail.from, rail.to) > bottom) continue;
    const x = right - 12 - rail.lane * laneWidth;
    const down = rail.to > rail.from ? 1 : -1;
    const r = Math.min(7, Math.abs(rail.to - rail.from) / 2, right - 6 - x);
    ctx.strokeStyle = ctx.fillStyle = pen.colour(rail.onPath ? 'ink-2' : 'line-2');
    ctx.globalAlpha = rail.onPath ? 0.7 : 1;
    ctx.lineWidth = rail.onPath ? 1.5 + 2 * Math.min(1, rail.edges.reduce((sum, e) => sum + flowAt(e, point), 0) / widest) : 1.2;
    ctx.lineJoin = 'round';
    ctx.beginPath();
    ctx.moveTo(right, rail.from);
    ctx.lineTo(x + r, rail.from);
    ctx.arcTo(x, rail.from, x, rail.from + r * down, r);
    ctx.lineTo(x, rail.to - r * down);
    ctx.arcTo(x, rail.to, x + r, rail.to, r);
    ctx.lineTo(right - 5, rail.to);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(right - 6, rail.to - 3.5);
    ctx.lineTo(right - 0.5, rail.to);
    ctx.lineTo(right - 6, rail.to + 3.5);
    ctx.fill();
    ctx.globalAlpha = 1;
  }
}

export type { Rail };
