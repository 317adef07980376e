// The free graph on a canvas: edges, nodes at the level of the zoom, and a small map where not all is in sight.
import { at } from '../colour.ts';
import { count, durationText, number, percent } from '../format.ts';
import { valueAt, verdictAt, type RunData, type RunEdge, type RunNode } from '../run_data.ts';
import { drawBerg, outline, THUMBNAIL } from './berg.ts';
import { drawCard, drawSwatch, drawTicks, fittingStep, secondLine } from './card.ts';
import { pathNodes } from './edges.ts';
import { levelOf, sizeAt, toScreen, type Camera, type Level, type Plan, type Port, type Size, type Spot, type Wire } from './free_graph.ts';
import { hasBasin, type Card, type Row } from './geometry.ts';
import type { Prepared } from './paint.ts';
import type { Pen } from './pen.ts';
import { middleOf, type Plane } from './view.ts';

export interface GraphState {
  point: number;
  selected: number;
  focused: boolean;
  hovered: number | null;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Drawn {
  pen: Pen;
  prepared: Prepared;
  plan: Plan;
  camera: Camera;
  size: Size;
  state: GraphState;
  level: Level;
  box: Size;
}

const MOST_ON_PATH = 60;
const NO_ROW = {} as Row; // a card here is in no row

const drawnOf = (pen: Pen, prepared: Prepared, plan: Plan, camera: Camera, size: Size, state: GraphState): Drawn => ({ pen, prepared, plan, camera, size, state, level: levelOf(camera.zoom), box: sizeAt(camera.zoom, plan.wide) });

interface Seen {
  wire: Wire;
  way: Way;
}

function wires(drawn: Drawn): Seen[] {
  const { plan, size, prepared, state } = drawn;
  const path = pathNodes(prepared.data, state.selected);
  // Of a path through half of a large graph only its first step is marked.
  const onPath = (w: Wire): boolean => (path.size > MOST_ON_PATH ? w.from === state.selected || w.to === state.selected : path.has(w.from) && path.has(w.to));
  const ways = plan.wires.map((wire) => ({ wire, way: wayOf(drawn, wire), onPath: onPath(wire) })).filter((w) => inSight(w.way, size));
  for (const w of ways) if (!w.onPath) drawWire(drawn, w.wire, w.way, false);
  for (const w of ways) if (w.onPath) drawWire(drawn, w.wire, w.way, true);
  return ways;
}

// What the cursor does not change: far away edges are lines of one width.
export function paintGraphBase(pen: Pen, prepared: Prepared, plan: Plan, camera: Camera, size: Size, selected: number): void {
  if (levelOf(camera.zoom) === 'far') wires(drawnOf(pen, prepared, plan, camera, size, { point: 0, selected, focused: false, hovered: null }));
}

export function paintGraph(pen: Pen, prepared: Prepared, plan: Plan, camera: Camera, size: Size, state: GraphState): void {
  const drawn = drawnOf(pen, prepared, plan, camera, size, state);
  const ways = drawn.level === 'far' ? [] : wires(drawn);
  const seen = plan.spots.filter((s) => isSeen(drawn, s));
  for (const spot of seen) if (spot.node.index !== state.selected) drawNode(drawn, spot);
  const chosen = plan.spots[state.selected];
  if (chosen && isSeen(drawn, chosen)) drawNode(drawn, chosen);
  const taken: Box[] = seen.map((s) => grown(boxOf(drawn, s), drawn.level));
  if (drawn.level === 'card' || drawn.level === 'near') for (const w of ways) drawFlow(drawn, w.wire, w.way, taken);
  if (drawn.level === 'far' || drawn.level === 'names') nameOnes(drawn);
}

function boxOf({ camera, size, box }: Drawn, spot: Spot): Box {
  const [x, y] = toScreen(camera, size, spot.x, spot.y);
  return { x: Math.round(x - box.width / 2), y: Math.round(y - box.height / 2), width: box.width, height: box.height };
}

// With what stands around a card: the line above it, the retries below it.
const grown = (b: Box, level: Level): Box => (level === 'card' ? { x: b.x - 2, y: b.y - 18, width: b.width + 4, height: b.height + 22 } : { x: b.x - 2, y: b.y - 2, width: b.width + 4, height: b.height + 4 });

function isSeen(drawn: Drawn, spot: Spot): boolean {
  const b = boxOf(drawn, spot);
  return b.x < drawn.size.width + 20 && b.x + b.width > -90 && b.y < drawn.size.height + 40 && b.y + b.height > -40;
}

// ---- edges ----

type Way = [number, number][];

function wayOf(drawn: Drawn, wire: Wire): Way {
  const a = boxOf(drawn, drawn.plan.spots[wire.from]);
  const b = boxOf(drawn, drawn.plan.spots[wire.to]);
  const back = b.x < a.x + a.width;
  const bends = back ? [] : wire.bends.map(([x, y]) => toScreen(drawn.camera, drawn.size, x, y));
  const at = (box: Box, port: Port | null): number => box.y + box.height / 2 + (port ? port.middle * Math.min(WIDEST[drawn.level], Math.max(0, box.height - 10) / port.all) : 0);
  if (!back) return [[a.x + a.width, at(a, wire.leaves)], ...bends, [b.x, at(b, wire.enters)]];
  // Against the flow, or in one column: out below, in below.
  const low = Math.max(a.y + a.height, b.y + b.height) + 14 + drawn.box.height * 0.2;
  return [[a.x + a.width / 2, a.y + a.height], [(a.x + b.x + a.width) / 2, low], [b.x + b.width / 2, b.y + b.height]];
}

const inSight = (way: Way, size: Size): boolean => {
  const xs = way.map((p) => p[0]);
  const ys = way.map((p) => p[1]);
  return Math.max(...xs) > -40 && Math.min(...xs) < size.width + 40 && Math.max(...ys) > -40 && Math.min(...ys) < size.height + 40;
};

const WIDEST: Record<Level, number> = { far: 1.2, names: 8, card: 18, near: 22 };

function widthOf(drawn: Drawn, edge: RunEdge): number {
  const flow = valueAt(edge.flow, drawn.state.point) ?? 0;
  const most = WIDEST[drawn.level];
  if (drawn.level === 'far') return most;
  if (edge.type === 'terminal') return Math.min(2, Math.max(1.5, flow));
  return flow <= 0 ? 1 : Math.max(1.5, Math.min(most, (flow / drawn.prepared.widest) * most));
}

function drawWire(drawn: Drawn, wire: Wire, way: Way, onPath: boolean): void {
  const { pen, level } = drawn;
  const { ctx } = pen;
  const edge = drawn.prepared.data.edges[wire.edge];
  const width = widthOf(drawn, edge);
  const terminal = edge.type === 'terminal';
  const tip = level === 'far' ? 0 : 7;
  const colour = pen.colour(terminal ? 'breach' : level === 'far' ? (onPath ? 'ink-2' : 'line-2') : 'ghost');
  ctx.globalAlpha = terminal ? 0.9 : level === 'far' ? (onPath ? 0.8 : 1) : Math.min(1, pen.palette.ribbon * (onPath ? 1.45 : 0.8));
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = width;
  if (!terminal && edge.type !== 'throughput' && edge.type !== 'effort') ctx.setLineDash([5, 4]);
  const [ex, ey] = way[way.length - 1];
  const upward = way.length === 3 && way[1][1] > Math.max(way[0][1], ey); // comes in from below
  ctx.beginPath();
  trace(ctx, way, upward, tip);
  ctx.stroke();
  ctx.setLineDash([]);
  if (tip) {
    const half = Math.max(width, 3) / 2 + (width > 8 ? 0 : 2.5);
    ctx.beginPath();
    if (upward) {
      ctx.moveTo(ex - half, ey + tip);
      ctx.lineTo(ex, ey + 0.5);
      ctx.lineTo(ex + half, ey + tip);
    } else {
      ctx.moveTo(ex - tip, ey - half);
      ctx.lineTo(ex - 0.5, ey);
      ctx.lineTo(ex - tip, ey + half);
    }
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

function trace(ctx: CanvasRenderingContext2D, way: Way, upward: boolean, tip: number): void {
  ctx.moveTo(way[0][0], way[0][1]);
  if (upward) {
    const [[x0], [, low], [x2, y2]] = way;
    ctx.bezierCurveTo(x0, low, x2, low, x2, y2 + tip);
    return;
  }
  for (let i = 1; i < way.length; i++) {
    const [px, py] = way[i - 1];
    const [x, y] = i === way.length - 1 ? [way[i][0] - tip, way[i][1]] : way[i];
    const middle = (px + x) / 2;
    ctx.bezierCurveTo(middle, py, middle, y, x, y);
  }
}

// The flow beside its ribbon, where there is room for the number.
function drawFlow(drawn: Drawn, wire: Wire, way: Way, taken: Box[]): void {
  const { pen, prepared, state } = drawn;
  const edge = prepared.data.edges[wire.edge];
  if (!edge.flow) return;
  const value = number(valueAt(edge.flow, state.point), 3);
  const each = edge.multiplier !== null && edge.multiplier !== 1 && edge.type === 'effort' ? ` \u00d7${number(edge.multiplier, 3)} each` : '';
  const width = pen.width(value + each);
  const [[x1, y1], [x2, y2]] = way;
  if (x2 - x1 < width + 14) return;
  const half = widthOf(drawn, edge) / 2;
  // On the flat of the curve: its middle where it is level, else its ends.
  const places: [number, number][] = Math.abs(y2 - y1) < 8 ? [[(x1 + x2 - width) / 2, (y1 + y2) / 2], [x1 + 6, y1]] : way.length > 2 ? [[x1 + 6, y1]] : [[x1 + 6, y1], [x2 - width - 14, y2]];
  for (const [x, y] of places) {
    const box = { x, y: y - half - 15, width, height: 12 };
    if (taken.some((t) => box.x < t.x + t.width + 3 && box.x + box.width > t.x - 3 && box.y < t.y + t.height && box.y + box.height > t.y)) continue;
    taken.push(box);
    pen.text(box.x, box.y + 10, value, { fill: 'ink-2', halo: 'bg' });
    if (each) pen.text(box.x + pen.width(value), box.y + 10, each, { halo: 'bg' });
    return;
  }
}

// ---- nodes ----

function drawNode(drawn: Drawn, spot: Spot): void {
  const box = boxOf(drawn, spot);
  const look = { selected: spot.node.index === drawn.state.selected, focused: drawn.state.focused && spot.node.index === drawn.state.selected };
  if (drawn.level === 'far') drawSquare(drawn, spot.node, box, look.selected, look.focused);
  else if (drawn.level === 'names') drawChip(drawn, spot.node, box, look.selected, look.focused);
  else if (drawn.level === 'card') drawWhole(drawn, spot.node, box, look);
  else drawNear(drawn, spot.node, box, look.selected, look.focused);
}

function drawSquare({ pen, state }: Drawn, node: RunNode, { x, y, width }: Box, selected: boolean, focused: boolean): void {
  const load = valueAt(node.load, state.point);
  const code = verdictAt(node, state.point);
  const r = width > 8 ? 3 : 1;
  pen.round(x, y, width, width, r, load === null ? 'panel' : at(pen.palette.seq, load), load === null && width > 4 ? 'control' : null);
  if (code >= 2) pen.round(x - 1.9, y - 1.9, width + 3.8, width + 3.8, r + 2, null, code === 3 ? 'breach' : 'warn', width > 8 ? 1.75 : 1.4);
  if (selected) pen.round(x - 4.5, y - 4.5, width + 9, width + 9, r + 4, null, 'sel', 1.75);
  if (focused) pen.round(x - 7.5, y - 7.5, width + 15, width + 15, r + 7, null, 'focus', 2);
}

function drawChip({ pen, state }: Drawn, node: RunNode, box: Box, selected: boolean, focused: boolean): void {
  const { x, y, width, height } = box;
  const code = verdictAt(node, state.point);
  const absent = node.load !== null && valueAt(node.load, state.point) === null;
  if (focused) pen.round(x - 3.5, y - 3.5, width + 7, height + 7, 8, null, 'focus', 2);
  if (absent) pen.ctx.setLineDash([4, 3]);
  pen.round(x, y, width, height, 5, 'panel', selected ? 'sel' : 'line-2', selected ? 1.75 : 1);
  pen.ctx.setLineDash([]);
  const load = valueAt(node.load, state.point);
  const inset = selected ? 0.9 : 0.5;
  if (load === null) drawSwatch(pen, { ...node, kind: node.kind }, state.point, x + inset, y + inset, 26, height - 2 * inset, 11);
  else {
    pen.ctx.fillStyle = at(pen.palette.seq, load);
    pen.ctx.beginPath();
    pen.ctx.roundRect(x + inset, y + inset, 26, height - 2 * inset, [4, 0, 0, 4]);
    pen.ctx.fill();
  }
  pen.text(x + 33, y + height / 2 + 4, node.label, { size: 12, weight: 600, fill: 'ink', within: width - 39 - (code >= 2 ? 14 : 0) });
  if (code >= 2) pen.verdict(x + width - 11, y + height / 2, code, 8);
}

function drawWhole({ pen, prepared, state }: Drawn, node: RunNode, box: Box, look: { selected: boolean; focused: boolean }): void {
  const card: Card = { node, row: NO_ROW, side: 0, ...box };
  drawCard(pen, prepared.data, card, state.point, look);
  if (!node.pile) lineAbove(pen, node, box, state.point);
  drawLoop(pen, node, box, state.point);
  if (!prepared.data.edges.some((e) => e.from === node.index && e.type === 'terminal')) drawLost(pen, node, box, state.point);
}

const WORDS_WIDTH = 112;

// Edges leave at the side, so that what waits has its words above the card, left of its ticks.
function lineAbove(pen: Pen, node: RunNode, { x, y, width }: Box, point: number): void {
  const queue = valueAt(node.series.queue, point);
  const peak = node.largest.queue ?? 0;
  if (queue === null || peak < 0.5 || (queue < 0.5 && node.rests)) return;
  const used = pen.text(x + 1, y - 6, count(queue), { weight: 600, fill: 'ink' });
  const words = pen.text(x + 4 + used, y - 6, node.rests ? node.restWord : 'waiting', { fill: 'ink-2' });
  if (node.rests) return;
  const room = width - Math.max(WORDS_WIDTH, used + words + 62);
  const step = fittingStep(peak, room);
  const unit = pen.width(`= ${number(step)}`);
  const left = used + words + unit + 30;
  pen.rect(x + left - unit - 14, y - 13.5, 2.6, 8, 'queue');
  pen.text(x + left - unit - 8, y - 6, `= ${number(step)}`);
  const now = Math.round(queue / step);
  const most = Math.max(1, Math.round(peak / step));
  drawTicks(pen, x + width - 1, y - 14, Math.min(now, most), { fill: 'queue' });
  drawTicks(pen, x + width - 1, y - 14, most - Math.min(now, most), { fill: 'faint' }, Math.min(now, most));
}

// Retries go out below and come back: rework is news, darker than flow.
function drawLoop(pen: Pen, node: RunNode, { x, y, width, height }: Box, point: number): void {
  const echo = valueAt(node.series.retryEcho, point);
  if (echo === null || echo <= 0.01) return;
  const { ctx } = pen;
  const [right, left, top, low] = [x + width - 84, x + 34, y + height, y + height + 13];
  ctx.globalAlpha = 0.85;
  ctx.strokeStyle = ctx.fillStyle = pen.colour('ink-2');
  ctx.lineWidth = 2.5;
  ctx.beginPath();
  ctx.moveTo(right, top);
  ctx.arcTo(right, low, left, low, 8);
  ctx.arcTo(left, low, left, top, 8);
  ctx.lineTo(left, top + 5);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(left - 4.5, top + 7);
  ctx.lineTo(left, top + 0.5);
  ctx.lineTo(left + 4.5, top + 7);
  ctx.fill();
  ctx.globalAlpha = 1;
  const wide = pen.text(left + 4, low + 13, number(echo, 3), { weight: 600, fill: 'ink' });
  pen.text(left + 7 + wide, low + 13, 'retries');
}

// What failed for good without a place to go to: a stub with a cross.
function drawLost(pen: Pen, node: RunNode, { x, y, width, height }: Box, point: number): void {
  const gone = valueAt(node.series.exhaustedFailures, point);
  if (gone === null || gone <= 0.01) return;
  const at = x + width - 30;
  pen.line(at, y + height, at, y + height + 6, 'breach', 2, 0.85);
  pen.glyph('M0 0l7 7m0 -7l-7 7', at - 3.5, y + height + 7, 1, 'breach', 1.6);
  const words = pen.width('gave up');
  pen.text(x + width - 1, y + height + 26, 'gave up', { fill: 'ink-2', align: 'right' });
  pen.text(x + width - 5 - words, y + height + 26, number(gone, 3), { weight: 600, fill: 'ink', align: 'right' });
}

// Near: the iceberg of the whole run with the cursor in it, and what it is in numbers.
function drawNear(drawn: Drawn, node: RunNode, box: Box, selected: boolean, focused: boolean): void {
  const { pen, prepared, state } = drawn;
  const { data } = prepared;
  const { x, y, width, height } = box;
  const code = verdictAt(node, state.point);
  if (focused) pen.round(x - 3.5, y - 3.5, width + 7, height + 7, 9, null, 'focus', 2);
  pen.round(x, y, width, height, 6, 'panel', selected ? 'sel' : 'line-2', selected ? 1.75 : 1);
  const load = valueAt(node.load, state.point);
  const right = node.lens ? number(valueAt(node.lens, state.point), 3) : load === null ? '' : percent(load);
  const used = right ? pen.width(right, 13, 620) + 8 : 0;
  pen.text(x + 10, y + 17, node.label, { size: 13, weight: 600, fill: 'ink', within: width - 20 - used - (code >= 2 ? 16 : 0) });
  if (right) pen.text(x + width - 10, y + 17, right, { size: 13, weight: 620, fill: 'ink', align: 'right' });
  if (code >= 2) pen.verdict(x + width - 18 - used + (used ? 0 : 4), y + 12.5, code, 9);
  nearChart(drawn, node, { x: x + 10, y: y + 24, width: width - 20, height: height - 46 });
  const wait = valueAt(node.wait, state.point);
  const queue = valueAt(node.series.queue, state.point);
  const waits = queue === null || queue < 0.5 ? '' : `${count(queue)} ${node.pile ? 'kept' : node.rests ? node.restWord : 'waiting'}${wait !== null && wait > 1e-6 && !node.rests ? `, ${durationText(wait)}` : ''}`;
  const room = width - 20;
  const waitsWide = waits ? Math.min(pen.width(waits, 11, 600), room * 0.62) : 0;
  pen.text(x + 10, y + height - 8, secondLine(data, node, state.point), { fill: 'ink-2', within: room - waitsWide - 8 });
  if (waits) pen.text(x + width - 10, y + height - 8, waits, { weight: 600, fill: 'ink', align: 'right', within: waitsWide + 0.5 });
}

function nearChart({ pen, prepared, state }: Drawn, node: RunNode, frame: Box): void {
  const { points } = prepared.data;
  const plane: Plane = { x: frame.x, width: frame.width, from: 0, to: points };
  const below = hasBasin(node) && node.ratio ? node.ratio : null;
  if (node.load || below) {
    drawBerg(pen, { ...THUMBNAIL, load: node.load, wait: below, split: below ? 0.56 : 1, cut: 2, head: 4, hatched: node.rests, contour: frame.height > 50, gaps: points <= 24, promiseLine: below !== null && !node.rests, idle: node.states?.includes('scheduled') ?? false, full: node.lens ? Infinity : THUMBNAIL.full }, frame);
  } else {
    const values = node.series.queue && node.pile ? node.series.queue : (node.series.arrivals ?? node.series.served);
    const most = Math.max(1e-9, ...(values ?? []));
    if (values) outline(pen, values, { ...frame, y: 0, height: 0 }, (v) => frame.y + frame.height - 2 - (v / most) * (frame.height - 6), 'ghost', 1, node.pile ? [] : [3, 2]);
    pen.line(frame.x, frame.y + frame.height - 0.5, frame.x + frame.width, frame.y + frame.height - 0.5, 'ink-3', 1, 0.6);
  }
  if (points > 1) pen.line(middleOf(plane, state.point), frame.y, middleOf(plane, state.point), frame.y + frame.height, 'ink', 1.25, 0.9);
}

// Far away and among names: the one that is selected, and the one that is pointed at.
function nameOnes(drawn: Drawn): void {
  const { pen, plan, state, size, level } = drawn;
  const ones = new Set([state.selected, ...(state.hovered !== null ? [state.hovered] : [])]);
  for (const index of ones) {
    const spot = plan.spots[index];
    if (!spot || !isSeen(drawn, spot) || (level === 'names' && index !== state.hovered)) continue;
    const box = boxOf(drawn, spot);
    const load = valueAt(spot.node.load, state.point);
    const words = [spot.node.label, ...(load === null || spot.node.lens ? [] : [percent(load)])].join(' \u00b7 ');
    const width = pen.width(words, 12, 600);
    const left = Math.max(6, Math.min(size.width - width - 18, box.x + box.width / 2 - width / 2 - 6));
    const top = box.y - 32 < 4 ? box.y + box.height + 9 : box.y - 32;
    pen.round(left, top, width + 12, 22, 5, 'panel', 'line-2');
    pen.text(left + 6, top + 15, words, { size: 12, weight: 600, fill: 'ink' });
  }
}

// ---- the small map ----

export interface SmallMap extends Box {
  scale: number;
}

const MAP = { width: 148, height: 96 };

// Where the small map is; null while everything is in sight.
export function smallMapOf(plan: Plan, camera: Camera, size: Size): SmallMap | null {
  const box = sizeAt(camera.zoom, plan.wide);
  const corners = [toScreen(camera, size, plan.left, plan.top), toScreen(camera, size, plan.right, plan.bottom)];
  const whole = corners[0][0] >= box.width / 2 && corners[0][1] >= box.height / 2 && corners[1][0] <= size.width - box.width / 2 && corners[1][1] <= size.height - box.height / 2;
  if (whole || size.width < 420 || plan.spots.length < 2) return null;
  const scale = Math.min((MAP.width - 16) / Math.max(1, plan.right - plan.left), (MAP.height - 16) / Math.max(1, plan.bottom - plan.top));
  return { x: size.width - MAP.width - 12, y: size.height - MAP.height - 12, ...MAP, scale };
}

const onMap = (map: SmallMap, plan: Plan, x: number, y: number): [number, number] => [map.x + map.width / 2 + (x - (plan.left + plan.right) / 2) * map.scale, map.y + map.height / 2 + (y - (plan.top + plan.bottom) / 2) * map.scale];
export const fromMap = (map: SmallMap, plan: Plan, px: number, py: number): [number, number] => [(plan.left + plan.right) / 2 + (px - map.x - map.width / 2) / map.scale, (plan.top + plan.bottom) / 2 + (py - map.y - map.height / 2) / map.scale];

export function paintSmallMap(pen: Pen, data: RunData, plan: Plan, camera: Camera, size: Size, map: SmallMap, point: number, selected: number): void {
  pen.round(map.x + 0.5, map.y + 0.5, map.width - 1, map.height - 1, 6, 'panel', 'line-2');
  const dot = Math.max(1.5, Math.min(5, 60 / Math.sqrt(data.nodes.length)));
  for (const { node, x, y } of plan.spots) {
    const [px, py] = onMap(map, plan, x, y);
    const load = valueAt(node.load, point);
    pen.rect(px - dot / 2, py - dot / 2, dot, dot, load === null ? 'faint' : at(pen.palette.seq, load));
  }
  const chosen = plan.spots[selected];
  if (chosen) {
    const [px, py] = onMap(map, plan, chosen.x, chosen.y);
    pen.round(px - dot, py - dot, dot * 2, dot * 2, 1, null, 'sel', 1.25);
  }
  const [ax, ay] = onMap(map, plan, camera.x - size.width / 2 / camera.zoom, camera.y - size.height / 2 / camera.zoom);
  const [bx, by] = onMap(map, plan, camera.x + size.width / 2 / camera.zoom, camera.y + size.height / 2 / camera.zoom);
  const [left, top] = [Math.max(map.x + 2, ax), Math.max(map.y + 2, ay)];
  pen.round(left, top, Math.max(4, Math.min(map.x + map.width - 2, bx) - left), Math.max(4, Math.min(map.y + map.height - 2, by) - top), 3, null, 'ink-2', 1.25);
}
