// The graph as the server places it, on a plane of its own that one pans and zooms. What a node shows depends on the
// zoom: far away shapes, then names, then the card, near it a chart of its own. Sizes are those of the screen; the
// places move apart, so that words stay as large as they are.
import type { RunData, RunEdge, RunNode } from '../run_data.ts';
import { sharesOf } from './routes.ts';

export type Level = 'far' | 'names' | 'card' | 'near';

export interface Spot {
  node: RunNode;
  x: number; // of its middle
  y: number;
}

export interface Wire {
  edge: number; // index of the edge in the run
  from: number; // indices of nodes
  to: number;
  bends: readonly [number, number][];
  leaves: Port | null; // null where it goes against the flow: such do so below
  enters: Port | null;
}

// Where a wire meets the side of its node: in the order of the other ends, as wide as its largest flow. In parts of the
// widest flow, from the middle of the side.
export interface Port {
  middle: number;
  all: number; // of the side
}

export interface Plan {
  spots: Spot[]; // by index of node
  wires: Wire[];
  left: number; // of the middles
  top: number;
  right: number;
  bottom: number;
  wide: boolean; // a third of the names are long: chips are as wide as there is room
}

// Where on the plane the middle of the screen is, and how many px one unit of it has.
export interface Camera {
  x: number;
  y: number;
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

// Wide enough apart that no level covers its neighbours: the widest chip at .35, the card with its line at .8.
export const PITCH_X = 324;
export const PITCH_Y = 124;
export const MOST_ZOOM = 4;
const TALLEST_COLUMN = 14;
const LONG_NAME = 11; // letters that a chip has room for
const ROOM_FOR_EDGES = 46;
const MOST_STRETCH = 6;
const ROW_OF_SERVER = 76; // px from node to node; ways lead past a node at a part of it

export const levelOf = (zoom: number): Level => (zoom < 0.35 ? 'far' : zoom < 0.8 ? 'names' : zoom <= 1.5 ? 'card' : 'near');

export function sizeAt(zoom: number, wide = false): Size {
  const level = levelOf(zoom);
  if (level === 'far') {
    const side = Math.max(2, Math.min(16, PITCH_Y * zoom * 0.72));
    return { width: side, height: side };
  }
  if (level === 'names') return { width: wide ? Math.round(Math.max(112, Math.min(196, PITCH_X * zoom - ROOM_FOR_EDGES))) : 112, height: 26 };
  if (level === 'card') return { width: 204, height: 56 };
  const more = Math.min(1.9, zoom / 1.5);
  return { width: Math.round(216 * more), height: Math.round(86 * more) };
}

const distances = (values: number[]): number[] => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.slice(1).map((v, i) => v - sorted[i]).filter((d) => d > 8);
};

// Columns by their place from left to right; a column is what stands on the same x.
function columnsOf(nodes: readonly RunNode[]): RunNode[][] {
  const columns = new Map<number, RunNode[]>();
  const sorted = [...nodes].sort((a, b) => middleX(a) - middleX(b));
  let at = -Infinity;
  for (const node of sorted) {
    if (middleX(node) - at > 8) columns.set((at = middleX(node)), []);
    columns.get(at)!.push(node);
  }
  return [...columns.values()].map((column) => column.sort((a, b) => a.y - b.y || a.index - b.index));
}

const middleX = (n: RunNode): number => n.x + n.width / 2;
const middleY = (n: RunNode): number => n.y + n.height / 2;

export function planOf(data: RunData): Plan {
  const columns = columnsOf(data.nodes);
  const isTall = columns.some((c) => c.length > TALLEST_COLUMN);
  const spots = isTall ? wrapped(columns, data.nodes.length) : stretched(columns, data.nodes.length);
  const [sx, sy] = isTall ? [0, 0] : stretchOf(columns);
  const wires = data.edges.flatMap((e, edge): Wire[] => (e.from === e.to ? [] : [{ edge, from: e.from, to: e.to, leaves: null, enters: null, bends: sx ? (e.points ?? []).slice(1, -1).map(([x, y]) => [x * sx, y * sy] as [number, number]) : [] }]));
  givePorts(wires, spots, data.edges);
  const xs = spots.map((s) => s.x);
  const ys = spots.map((s) => s.y);
  const least = (list: number[]): number => list.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (list: number[]): number => list.reduce((a, b) => Math.max(a, b), -Infinity);
  return { spots, wires, left: least(xs), right: most(xs), top: least(ys), bottom: most(ys), wide: data.nodes.filter((n) => n.label.length > LONG_NAME).length * 3 > data.nodes.length };
}

const LEAST_SHARE = 0.1;
const GAP = 0.06;

function givePorts(wires: readonly Wire[], spots: readonly Spot[], edges: readonly RunEdge[]): void {
  const shares = sharesOf(edges);
  const ends = spots.map(() => ({ leaves: [] as Wire[], enters: [] as Wire[] }));
  for (const wire of wires) {
    if (spots[wire.to].x <= spots[wire.from].x) continue;
    ends[wire.from].leaves.push(wire);
    ends[wire.to].enters.push(wire);
  }
  const next = { leaves: (w: Wire): number => w.bends[0]?.[1] ?? spots[w.to].y, enters: (w: Wire): number => w.bends.at(-1)?.[1] ?? spots[w.from].y };
  for (const end of ends) {
    for (const side of ['leaves', 'enters'] as const) {
      const here = end[side].sort((p, q) => next[side](p) - next[side](q) || (side === 'leaves' ? spots[p.to].y - spots[q.to].y : spots[p.from].y - spots[q.from].y));
      const slots = here.map((w) => Math.max(LEAST_SHARE, shares[w.edge]) + GAP);
      const all = slots.reduce((sum, slot) => sum + slot, 0);
      let from = -all / 2;
      here.forEach((wire, i) => {
        wire[side] = { middle: from + slots[i] / 2, all };
        from += slots[i];
      });
    }
  }
}

// The places of the server, drawn apart until the closest two have room for a card.
function stretchOf(columns: readonly RunNode[][]): [number, number] {
  const bounded = (pitch: number, list: number[]): number => Math.min(MOST_STRETCH, pitch / list.reduce((a, b) => Math.min(a, b), pitch));
  return [bounded(PITCH_X, distances(columns.map((c) => middleX(c[0])))), bounded(PITCH_Y, [ROW_OF_SERVER, ...columns.flatMap((c) => distances(c.map(middleY)))])];
}

function stretched(columns: readonly RunNode[][], count: number): Spot[] {
  const [sx, sy] = stretchOf(columns);
  const spots = new Array<Spot>(count);
  for (const node of columns.flat()) spots[node.index] = { node, x: middleX(node) * sx, y: middleY(node) * sy };
  return spots;
}

// Many nodes in a column: beside one another in several, in the same order.
function wrapped(columns: readonly RunNode[][], count: number): Spot[] {
  const tall = Math.max(TALLEST_COLUMN - 1, Math.ceil(Math.sqrt(count * 1.6)));
  const spots = new Array<Spot>(count);
  let x = 0;
  for (const column of columns) {
    const rows = Math.ceil(column.length / Math.ceil(column.length / tall));
    column.forEach((node, i) => (spots[node.index] = { node, x: x + Math.floor(i / rows) * PITCH_X, y: ((i % rows) - (rows - 1) / 2) * PITCH_Y }));
    x += Math.ceil(column.length / rows) * PITCH_X;
  }
  return spots;
}

// All of it in sight.
export function fitted(plan: Plan, size: Size, most = 1.4): Camera {
  const x = (plan.left + plan.right) / 2;
  const y = (plan.top + plan.bottom) / 2;
  const fits = (zoom: number): boolean => {
    const box = sizeAt(zoom, plan.wide);
    return (plan.right - plan.left) * zoom + box.width + 40 <= size.width && (plan.bottom - plan.top) * zoom + box.height + 72 <= size.height;
  };
  let [low, high] = [0.004, most];
  if (fits(high)) return { x, y, zoom: high };
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return { x, y, zoom: low };
}

export const leastZoom = (plan: Plan, size: Size): number => Math.min(0.2, fitted(plan, size).zoom * 0.7);

// What is under a place of the screen stays there.
export function zoomedAt(camera: Camera, size: Size, px: number, py: number, zoom: number, least: number): Camera {
  const to = Math.max(least, Math.min(MOST_ZOOM, zoom));
  const [dx, dy] = [px - size.width / 2, py - size.height / 2];
  return { x: camera.x + dx / camera.zoom - dx / to, y: camera.y + dy / camera.zoom - dy / to, zoom: to };
}

export const toScreen = (camera: Camera, size: Size, x: number, y: number): [number, number] => [(x - camera.x) * camera.zoom + size.width / 2, (y - camera.y) * camera.zoom + size.height / 2];

export function hit(plan: Plan, camera: Camera, size: Size, px: number, py: number): number | null {
  const box = sizeAt(camera.zoom, plan.wide);
  const [w, h] = [Math.max(box.width, 10) / 2 + 2, Math.max(box.height, 10) / 2 + 2];
  let best: number | null = null;
  let near = Infinity;
  for (const spot of plan.spots) {
    const [x, y] = toScreen(camera, size, spot.x, spot.y);
    const far = Math.hypot(px - x, py - y);
    if (Math.abs(px - x) <= w && Math.abs(py - y) <= h && far < near) [best, near] = [spot.node.index, far];
  }
  return best;
}

// The node that is next in a direction: closest, what lies straight ahead before what lies aside.
export function nextTo(plan: Plan, from: number, dx: number, dy: number): number {
  const at = plan.spots[from];
  let best = from;
  let cost = Infinity;
  for (const spot of plan.spots) {
    const [x, y] = [spot.x - at.x, spot.y - at.y];
    const ahead = x * dx + y * dy;
    if (spot === at || ahead < 1) continue;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (aside > ahead * 4 + (dy ? PITCH_X * 0.6 : PITCH_Y * 0.6)) continue;
    const c = ahead + aside * 2.2;
    if (c < cost) [best, cost] = [spot.node.index, c];
  }
  return best;
}

// Along the edges: to where most comes from or goes to now.
export function along(data: RunData, from: number, back: boolean, point: number): number {
  const list = data.edges.filter((e) => (back ? e.to : e.from) === from && e.from !== e.to);
  const flow = (i: number): number => list[i].flow?.[point] || 0;
  const best = list.map((_, i) => i).sort((a, b) => flow(b) - flow(a))[0];
  return best === undefined ? from : back ? list[best].from : list[best].to;
}

// Moved as little as needed so that a node is in sight.
export function showing(plan: Plan, camera: Camera, size: Size, node: number): Camera {
  const spot = plan.spots[node];
  if (!spot) return camera;
  const box = sizeAt(camera.zoom, plan.wide);
  const [x, y] = toScreen(camera, size, spot.x, spot.y);
  const over = (at: number, half: number, room: number): number => Math.min(0, at - half) + Math.max(0, at + half - room);
  const [mx, my] = [Math.min(size.width / 2, box.width / 2 + 40), Math.min(size.height / 2, box.height / 2 + 40)];
  return { ...camera, x: camera.x + over(x, mx, size.width) / camera.zoom, y: camera.y + over(y, my, size.height) / camera.zoom };
}
