// Where everything of the score stands: rows of time, cards at their left end, in CSS pixels of the
// rows' own plane (y = 0 at the first row). Depends on the run, the size, the selection and the mode;
// never on the cursor, so that scrubbing moves nothing.
import type { RunData, RunNode, Shared } from '../run_data.ts';
import { routesOf, type Route } from './routes.ts';

export type Mode = 'ribbons' | 'rails' | 'phone';
export type Shown = 'reported' | 'late' | 'all';

export interface Row {
  kind: 'node' | 'strip' | 'group' | 'more' | 'shared';
  nodes: RunNode[]; // one, but for groups and for what is shared
  shared?: Shared; // a capacity of several nodes, above the first of them
  label: string;
  y: number;
  height: number;
}

export interface Card {
  node: RunNode;
  row: Row;
  x: number;
  y: number;
  width: number;
  height: number;
  side: number; // -1, 0, 1: its lane among siblings
}

export interface Geometry {
  mode: Mode;
  graph: 'ribbons' | 'rails' | null; // how edges are drawn between cards; null: no cards
  map: boolean; // rows of time are drawn; on the phone it is either these or the graph
  width: number;
  height: number; // of all rows
  mapX: number;
  mapWidth: number;
  rows: Row[];
  cards: Card[];
  routes: Route[]; // of the ribbons
  byNode: Map<number, Card>;
  rowOf: Map<number, number>; // node to row index
}

export interface GeometryInput {
  data: RunData;
  width: number;
  rowsHeight: number;
  selected: number;
  shown: Shown;
  margin?: number; // px kept free right of the map
  onlyGraph?: boolean; // on the phone: the graph in place of the map
  onlyTime?: boolean; // no rows
}

export const GRAPH_WIDTH = 384;
export const TIMELINE_HEIGHT = 96;
export const AXIS_HEIGHT = 24;
export const PHONE_HEAD = 40;
const RIBBON_LIMIT = 12;
export const CARD_WIDTH = 204;
const QUEUE_LINE = 15;

export const hasBasin = (node: RunNode): boolean =>
  !node.pile && !node.lens && ((node.ratio !== null && node.largest.wait > 0.01 * (node.promise ?? 1)) || (node.ratio === null && (node.largest.queue ?? 0) > 1e-9));
export const isTold = (node: RunNode): boolean => node.load !== null || hasBasin(node);

// Parts that no edge joins one after the other (by their top), then layer, then height in the layout.
export function ordered(data: RunData): RunNode[] {
  const part = new Array<number>(data.nodes.length).fill(-1);
  const near = data.nodes.map(() => [] as number[]);
  for (const e of data.edges) {
    near[e.from].push(e.to);
    near[e.to].push(e.from);
  }
  const tops: number[] = [];
  for (const node of data.nodes) {
    if (part[node.index] >= 0) continue;
    const stack = [node.index];
    part[node.index] = tops.length;
    let top = node.y;
    while (stack.length) {
      const at = stack.pop()!;
      top = Math.min(top, data.nodes[at].y);
      for (const next of near[at]) {
        if (part[next] >= 0) continue;
        part[next] = tops.length;
        stack.push(next);
      }
    }
    tops.push(top);
  }
  const order = [...data.nodes].sort(
    (a, b) => tops[part[a.index]] - tops[part[b.index]] || part[a.index] - part[b.index] || a.layer - b.layer || a.y - b.y || a.index - b.index,
  );
  return withTheirDead(data, order);
}

// Dead letters of one node stand below it: what goes there crosses nothing on its way.
function withTheirDead(data: RunData, order: RunNode[]): RunNode[] {
  const of = new Map<number, RunNode[]>();
  const moved = new Set<number>();
  for (const node of order) {
    const from = new Set(node.kind === 'dlq' ? data.edges.filter((e) => e.to === node.index).map((e) => e.from) : []);
    if (from.size !== 1 || data.edges.some((e) => e.from === node.index)) continue;
    const [source] = from;
    of.set(source, [...(of.get(source) ?? []), node]);
    moved.add(node.index);
  }
  return order.flatMap((n) => (moved.has(n.index) ? [] : [n, ...(of.get(n.index) ?? [])]));
}

export function geometry(input: GeometryInput): Geometry {
  const edges = input.data.topology && input.data.nodes.length > RIBBON_LIMIT ? 'rails' : 'ribbons';
  const phone = input.width < 640;
  const mode: Mode = phone ? 'phone' : edges;
  const graph = !phone || input.onlyGraph ? edges : null;
  const order = ordered(input.data);
  const rows = input.onlyTime ? [] : graph === null ? phoneRows(input, order) : graph === 'rails' ? railRows(input, order) : ribbonRows(input, order);
  let y = 0;
  for (const row of rows) {
    row.y = y;
    y += row.height;
  }
  const mapX = phone ? 16 : GRAPH_WIDTH + 8;
  const cards = graph === null ? [] : graph === 'rails' ? railCards(rows) : ribbonCards(rows, input.data);
  return {
    mode, graph, map: !phone || graph === null, width: input.width, height: y, mapX, mapWidth: input.width - mapX - Math.max(16, mode === 'phone' ? 0 : (input.margin ?? 0)), rows, cards,
    routes: graph === 'ribbons' ? routesOf(input.data, cards) : [],
    byNode: new Map(cards.map((c) => [c.node.index, c])),
    rowOf: new Map(rows.flatMap((row, i) => (row.kind === 'shared' ? [] : row.nodes).map((n) => [n.index, i] as const))),
  };
}

const nodeRow = (node: RunNode, height: number): Row => ({ kind: 'node', nodes: [node], label: node.label, y: 0, height });

export const SHARED_HEIGHT = 92;

// Each shared capacity stands above the first of its members that has a row.
function withShared(rows: Row[], data: RunData, height = SHARED_HEIGHT): Row[] {
  const out = [...rows];
  for (const shared of data.shared) {
    const at = out.findIndex((r) => (r.kind === 'node' || r.kind === 'strip') && shared.members.includes(r.nodes[0].index));
    if (at >= 0) out.splice(at, 0, { kind: 'shared', nodes: shared.members.map((i) => data.nodes[i]), label: shared.label, y: 0, height, shared });
  }
  return out;
}

function ribbonRows(input: GeometryInput, order: RunNode[]): Row[] {
  const { data, selected } = input;
  const rowsHeight = input.rowsHeight - data.shared.length * SHARED_HEIGHT;
  const plain = order.filter((n) => !isTold(n)).length;
  const small = order.length > 7 ? 48 : order.length > 5 ? 74 : 84;
  const tall = order.length - plain;
  const chosen = data.nodes[selected] && isTold(data.nodes[selected]) ? 0.5 : 0;
  const each = Math.max(58, Math.min(168, (rowsHeight - plain * small) / Math.max(1, tall + chosen)));
  return withShared(order.map((n) => nodeRow(n, !isTold(n) ? small : n.index === selected ? Math.max(92, each * 1.5) : each)), data);
}

function phoneRows({ data, selected }: GeometryInput, order: RunNode[]): Row[] {
  return withShared(order.map((n) => nodeRow(n, !isTold(n) ? 90 : n.index === selected || hasBasin(n) ? 172 : 110)), data, SHARED_HEIGHT + PHONE_HEAD - 8);
}

// The nodes at risk or in breach, those with a finding where something waited, and the first finding's;
// of a run without judgement the busiest.
export function reportedNodes(data: RunData, selected: number): Set<number> {
  const reported = new Set<number>(data.nodes.filter((n) => n.verdict >= 2).map((n) => n.index));
  const byId = new Map(data.nodes.map((n) => [n.id, n.index]));
  for (const finding of data.findings) {
    for (const id of [finding.nodeId, ...(finding.members ?? [])]) {
      const at = id ? byId.get(id) : undefined;
      if (at !== undefined && (finding === data.findings[0] || finding.verdict !== 'good' || hasBasin(data.nodes[at]))) reported.add(at);
    }
  }
  if (!data.judged) {
    const busy = [...data.nodes].sort((a, b) => busyness(b) - busyness(a));
    for (const node of busy.slice(0, 6)) reported.add(node.index);
  }
  if (selected >= 0) reported.add(selected);
  return reported;
}

const busyness = (n: RunNode): number => (n.largest.queue ?? 0) * 1e-6 + (n.largest[n.load === n.series.load ? 'load' : 'utilization'] ?? 0);

function neighbours(data: RunData, selected: number): Set<number> {
  const near = new Set<number>();
  for (const e of data.edges) {
    if (e.from === selected) near.add(e.to);
    if (e.to === selected) near.add(e.from);
  }
  return near;
}

function railRows(input: GeometryInput, order: RunNode[]): Row[] {
  const { data, rowsHeight, selected, shown } = input;
  if (shown === 'all') return fitted(withShared(order.map((n) => nodeRow(n, n.index === selected ? 96 : 0)), data), rowsHeight, 28, 54);
  const named = shown === 'late' ? new Set(data.nodes.filter((n) => n.verdict >= 2 || n.index === selected).map((n) => n.index)) : reportedNodes(data, selected);
  const near = neighbours(data, selected);
  const rows: Row[] = [];
  let calm: RunNode[] = [];
  const fold = (): void => {
    if (calm.length) rows.push(groupRow(calm));
    calm = [];
  };
  for (const node of order) {
    const isRow = named.has(node.index);
    const group = calm[0]?.group ?? null;
    if (isRow || near.has(node.index) || (calm.length && node.group !== group)) fold();
    if (isRow) rows.push(nodeRow(node, node.index === selected ? 96 : 0));
    else if (near.has(node.index)) rows.push({ kind: 'strip', nodes: [node], label: node.label, y: 0, height: 21 });
    else calm.push(node);
  }
  fold();
  return fitted(withShared(bounded(rows, rowsHeight, selected), data), rowsHeight, 54, 110);
}

function groupRow(nodes: RunNode[]): Row {
  const named = nodes[0].group;
  const ends = nodes.length === 1 ? nodes[0].label : `${nodes[0].label} \u2026 ${nodes[nodes.length - 1].label}`;
  return { kind: 'group', nodes: [...nodes], label: named ?? ends, y: 0, height: 22 };
}

// Beyond the height the worst eight keep their icebergs, the next ones are strips, the rest is a count.
function bounded(rows: Row[], rowsHeight: number, selected: number): Row[] {
  const need = rows.reduce((sum, r) => sum + (r.height || 54), 0);
  if (need <= rowsHeight * 1.4) return rows;
  const worst = rows.filter((r) => r.kind === 'node').sort((a, b) => severity(b.nodes[0]) - severity(a.nodes[0]));
  const keep = new Set(worst.slice(0, 8).map((r) => r.nodes[0].index).concat(selected));
  const strips = new Set(worst.slice(8, 8 + 24).map((r) => r.nodes[0].index));
  const out: Row[] = [];
  const rest: RunNode[] = [];
  for (const row of rows) {
    const node = row.nodes[0];
    if (row.kind !== 'node' || keep.has(node.index)) {
      if (row.kind === 'group' && rows.length > 40) rest.push(...row.nodes);
      else out.push(row);
    } else if (strips.has(node.index)) out.push({ ...row, kind: 'strip', height: 21 });
    else rest.push(node);
  }
  if (rest.length) out.push({ kind: 'more', nodes: rest, label: `and ${rest.length} more`, y: 0, height: 24 });
  return out;
}

const severity = (n: RunNode): number => n.verdict * 1e6 + (n.promise ? (n.largest.wait ?? 0) / n.promise : 0);

// Rows without a height share what is left, within bounds.
function fitted(rows: Row[], rowsHeight: number, least: number, most: number): Row[] {
  const open = rows.filter((r) => r.height === 0);
  const fixed = rows.reduce((sum, r) => sum + r.height, 0);
  const each = Math.max(least, Math.min(most, (rowsHeight - fixed) / Math.max(1, open.length)));
  for (const row of open) row.height = each;
  const chosen = rows.find((r) => r.kind === 'node' && r.height === 96);
  const free = rowsHeight - rows.reduce((sum, r) => sum + r.height, 0);
  if (chosen && free > 0) chosen.height = Math.min(150, 96 + free);
  if (free < 0 && free > -160) squeeze(open, chosen, -free);
  return rows;
}

// A little too much: rows give way before the last one is cut.
function squeeze(open: Row[], chosen: Row | undefined, excess: number): void {
  const fromChosen = chosen ? Math.min(12, excess) : 0;
  if (chosen) chosen.height -= fromChosen;
  const each = (excess - fromChosen) / Math.max(1, open.length);
  for (const row of open) row.height = Math.max(44, row.height - each);
}

function railCards(rows: Row[]): Card[] {
  const found: Card[] = [];
  for (const row of rows) {
    if (row.kind !== 'node') continue;
    const height = row.height >= 50 ? Math.min(46, row.height - 10) : Math.min(34, row.height - 4);
    found.push({ node: row.nodes[0], row, x: 128, y: row.y + (row.height - height) / 2, width: 166, height, side: 0 });
  }
  return found;
}

function ribbonCards(all: Row[], data: RunData): Card[] {
  const rows = all.filter((r) => r.kind === 'node');
  const siblings = new Map<string, number[]>();
  const keyOf = (n: RunNode): string => `${componentKey(data, n)}/${n.layer}`;
  for (const row of rows) {
    const key = keyOf(row.nodes[0]);
    siblings.set(key, [...(siblings.get(key) ?? []), row.nodes[0].index]);
  }
  const most = data.nodes.length > 5 ? 46 : 56;
  const crowded = rows.some(({ nodes: [n] }) => siblings.get(keyOf(n))!.length > 1 && ((n.largest.retryEcho ?? 0) > 0.01 || (!n.pile && (n.largest.queue ?? 0) > 0.5)));
  // Dead letters below their node are in its lane, but for those that stand beside a single other one.
  const lanes = new Map<number, number>();
  const laneOf = (node: RunNode): number | null => {
    const above = rows[rows.findIndex((r) => r.nodes[0] === node) - 1]?.nodes[0];
    if (above && (lanes.get(above.index) ?? 0) === 0 && siblings.get(keyOf(node))!.length === 2) return null;
    return node.kind === 'dlq' && above && data.edges.some((e) => e.from === above.index && e.to === node.index) ? (lanes.get(above.index) ?? null) : null;
  };
  const [leftX, rightX, sideWidth] = crowded ? [74, 136, 172] : [52, 144, CARD_WIDTH];
  return rows.map((row) => {
    const node = row.nodes[0];
    const same = siblings.get(keyOf(node))!;
    // Three and more stand in one column, and ribbons run beside it.
    const side = laneOf(node) ?? (same.length !== 2 ? 0 : same.indexOf(node.index) % 2 ? 1 : -1);
    lanes.set(node.index, side);
    const line = (node.largest.queue ?? 0) > 0 && !node.pile ? QUEUE_LINE : 0;
    const height = Math.min(most, row.height - 12 - (row.height < 74 ? line : 0));
    const middle = row.y + row.height / 2 + (line ? (row.height < 74 ? line / 2 : 4) : 0);
    return { node, row, x: side === 0 ? 98 : side < 0 ? leftX : rightX, y: middle - height / 2, width: side === 0 ? CARD_WIDTH : sideWidth, height, side };
  });
}

const components = new WeakMap<RunData, number[]>();
function componentKey(data: RunData, node: RunNode): number {
  let parts = components.get(data);
  if (!parts) {
    parts = data.nodes.map((n) => n.index);
    const find = (i: number): number => (parts![i] === i ? i : (parts![i] = find(parts![i])));
    for (const e of data.edges) parts[find(e.to)] = find(e.from);
    parts = parts.map((_, i) => find(i));
    components.set(data, parts);
  }
  return parts[node.index];
}

// The node whose row is k rows below the selected one.
export function beside(of: Omit<GeometryInput, 'rowsHeight'>, k: number): number {
  const rows = geometry({ ...of, rowsHeight: 600 }).rows.filter((r) => r.kind === 'node' || r.kind === 'strip');
  const at = rows.findIndex((r) => r.nodes[0].index === of.selected);
  return rows[Math.max(0, Math.min(rows.length - 1, at + k))]?.nodes[0].index ?? of.selected;
}
