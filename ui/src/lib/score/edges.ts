// Edges between the rows: ribbons whose width is linear in flow (up to 12 nodes), rails beyond.
import { number } from '../format.ts';
import { valueAt, type RunData, type RunEdge } from '../run_data.ts';
import type { Card, Geometry } from './geometry.ts';
import type { Pen } from './pen.ts';

const MOST = 22;

export function widestFlow(data: RunData): number {
  let most = 1e-9;
  for (const { flow, type } of data.edges) {
    if (flow && type !== 'terminal') for (let i = 0; i < flow.length; i++) if (flow[i] > most) most = flow[i];
  }
  return most;
}

interface Path {
  edge: RunEdge;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  skips: boolean;
  near: boolean; // no room for words
}

const lineAbove = (card: Card): number => ((card.node.largest.queue ?? 0) > 0.5 && !card.node.rests ? 15 : 0);

function pathOf(edge: RunEdge, geo: Geometry, lanes: Map<number, number>): Path | null {
  const a = geo.byNode.get(edge.from);
  const b = geo.byNode.get(edge.to);
  if (!a || !b || a === b) return null;
  const between = geo.cards.indexOf(b) - geo.cards.indexOf(a);
  if (between < 1) return null;
  const skips = between > 1;
  let x1 = a.x + a.width / 2;
  let x2 = b.x + b.width / 2;
  if (!skips && b.side < a.side) x1 = x2 = Math.max(a.x, b.x) + 16;
  else if (!skips && a.side > b.side) x1 = x2 = b.x + b.width - 38;
  else if (!skips && b.side > a.side) x1 = x2 = b.x + 38;
  if (skips) {
    const right = b.side > 0 || a.side > 0 || (a.side === 0 && b.side === 0);
    const lane = lanes.get(right ? 1 : -1) ?? 0;
    lanes.set(right ? 1 : -1, lane + 1);
    x1 = x2 = right ? Math.min(a.x + a.width - 14 + (a.side === 0 && b.side === 0 ? 0 : 30) + lane * 12, 344) : Math.max(a.x + 10, 66 - lane * 12);
    x1 = Math.max(a.x + 8, Math.min(a.x + a.width - 8, x1));
    x2 = Math.max(b.x + 8, Math.min(b.x + b.width - 8, x2));
  }
  return { edge, x1, y1: a.y + a.height, x2, y2: b.y - lineAbove(b) - 7, skips, near: b.y - lineAbove(b) - (a.y + a.height) < 26 };
}

export function drawRibbons(pen: Pen, data: RunData, geo: Geometry, point: number, widest: number, selected: number): void {
  const lanes = new Map<number, number>();
  const paths = data.edges.map((e) => pathOf(e, geo, lanes)).filter((p): p is Path => p !== null);
  for (const path of paths) drawRibbon(pen, path, point, widest);
  const taken: Box[] = [];
  for (const path of paths) drawLabel(pen, geo, path, point, widest, taken, path.edge.from === selected && path.edge.type === 'throughput' ? servedWord(data, selected) : '');
}

const flowAt = (edge: RunEdge, point: number): number => valueAt(edge.flow, point) ?? 0;
const widthOf = (v: number, widest: number): number => (v <= 0 ? 1 : Math.max(1.5, Math.min(MOST, (v / widest) * MOST)));

function drawRibbon(pen: Pen, path: Path, point: number, widest: number): void {
  const { ctx } = pen;
  const { edge, x1, y1, x2, y2 } = path;
  const terminal = edge.type === 'terminal';
  const width = terminal ? Math.min(2, widthOf(flowAt(edge, point), widest)) : widthOf(flowAt(edge, point), widest);
  const alpha = terminal ? 0.9 : pen.palette.ribbon;
  const colour = pen.colour(terminal ? 'breach' : 'ghost');
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = width;
  if (edge.type !== 'terminal' && edge.type !== 'throughput' && edge.type !== 'effort') ctx.setLineDash([5, 4]);
  const middle = (y1 + y2) / 2;
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.bezierCurveTo(x1, middle, x2, middle, x2, y2);
  ctx.stroke();
  ctx.setLineDash([]);
  const half = Math.max(width, 3) / 2 + (width > 8 ? 0 : 2.5);
  ctx.beginPath();
  ctx.moveTo(x2 - half, y2 - 0.3);
  ctx.lineTo(x2, y2 + 6.5);
  ctx.lineTo(x2 + half, y2 - 0.3);
  ctx.fill();
  ctx.globalAlpha = 1;
  if (width >= 8 && Math.abs(x1 - x2) < 2) chevrons(pen, x1, y1 + 8, y2 - 6, width);
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

// Beside the ribbon, at its middle, else its start, else its end; where none is free, no words.
function drawLabel(pen: Pen, geo: Geometry, path: Path, point: number, widest: number, taken: Box[], word: string): void {
  const { edge } = path;
  if (edge.flow === null || path.near) return;
  const value = flowAt(edge, point);
  const half = Math.max(2, widthOf(value, widest)) / 2;
  const text = number(value, 3);
  const said = edge.multiplier !== null && edge.multiplier !== 1 && edge.type === 'effort' ? ` \u00d7${number(edge.multiplier, 3)} each` : '';
  const each = said || (word ? ` ${word}` : '');
  const width = pen.width(text + each);
  const straight = Math.abs(path.x1 - path.x2) < 2;
  const places = [{ x: (path.x1 + path.x2) / 2, y: (path.y1 + path.y2) / 2 + 3 }, { x: path.x1, y: path.y1 + 14 }, { x: path.x2, y: path.y2 - 4 }];
  for (const place of path.skips && !straight ? [places[1], places[2]] : places) {
    const box = { x: place.x + half + 6, y: place.y, width };
    if (box.x + width > 382 || !isFree(geo, box, taken)) continue;
    taken.push(box);
    pen.text(box.x, box.y, text, { fill: 'ink-2', halo: 'bg' });
    if (each) pen.text(box.x + pen.width(text), box.y, each, { halo: 'bg' });
    return;
  }
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
  ends: number;
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

const LANES = 10;
const LANE_WIDTH = 11;

export function rails(data: RunData, geo: Geometry, selected: number): Rail[] {
  const middle = (i: number): number => geo.rows[i].y + geo.rows[i].height / 2;
  const seen = new Map<string, Rail>();
  for (const e of data.edges) {
    const a = geo.rowOf.get(e.from);
    const b = geo.rowOf.get(e.to);
    if (a === undefined || b === undefined || a === b) continue;
    const onPath = e.from === selected || e.to === selected;
    const key = `${a}>${b}`;
    const known = seen.get(key);
    if (known) known.onPath ||= onPath;
    else seen.set(key, { from: middle(a) + 4, to: middle(b) - 4, lane: 0, onPath, ends: b });
  }
  const sorted = [...seen.values()].sort((p, q) => Math.abs(p.to - p.from) - Math.abs(q.to - q.from));
  const taken: [number, number][][] = Array.from({ length: LANES }, () => []);
  for (const rail of sorted) {
    const [lo, hi] = [Math.min(rail.from, rail.to), Math.max(rail.from, rail.to)];
    const free = taken.findIndex((lane) => lane.every(([a, b]) => hi < a + 2 || lo > b - 2));
    rail.lane = free < 0 ? LANES - 1 : free;
    taken[rail.lane].push([lo, hi]);
  }
  return sorted.sort((p, q) => Number(p.onPath) - Number(q.onPath));
}

// Only those that cross what is in sight, from `top` to `bottom`.
export function drawRails(pen: Pen, list: Rail[], right: number, top: number, bottom: number): void {
  const { ctx } = pen;
  for (const rail of list) {
    if (Math.max(rail.from, rail.to) < top || Math.min(rail.from, rail.to) > bottom) continue;
    const x = right - 12 - rail.lane * LANE_WIDTH;
    const down = rail.to > rail.from ? 1 : -1;
    const r = Math.min(7, Math.abs(rail.to - rail.from) / 2);
    ctx.strokeStyle = ctx.fillStyle = pen.colour(rail.onPath ? 'ink-2' : 'line-2');
    ctx.globalAlpha = rail.onPath ? 0.7 : 1;
    ctx.lineWidth = rail.onPath ? 1.8 : 1.2;
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
