// Ways of the ribbons between cards: straight down where nothing stands between, else a channel beside the cards.
// What leaves a card, and what enters it, lies in the order of the other ends, each as wide as its largest flow, so
// that ribbons cross only where no order is free of it. Never depends on the cursor.
import type { RunData, RunEdge } from '../run_data.ts';
import type { Card } from './geometry.ts';

export type Side = -1 | 1;
export type Point = [number, number];

export interface Route {
  edge: RunEdge;
  most: number; // px of the run's largest flow
  points: Point[]; // its corners, from card to card; the tip comes after the last
  slot: number; // px that its largest flow takes
  side: Side | 0; // of the channel; 0: straight down
  outer: number; // x beyond every channel that it shares its height with
  near: boolean; // no room for words
}

const MOST = 22;
const TIP = 7;
const GAP = 1.5; // between two ribbons
const CLEAR = 4; // between a channel and the cards
const INSET = 6; // from the corner of a card
const LEAST = 6; // px of the largest flow, however many there are
const ROOM = { [-1]: 90, 1: 72 };

interface Widths {
  most: number; // the largest flow of all
  of: number[]; // of each edge
}

const known = new WeakMap<readonly RunEdge[], Widths>();
function widthsOf(edges: readonly RunEdge[]): Widths {
  const made = known.get(edges) ?? { most: 1e-9, of: [] };
  if (known.has(edges)) return made;
  for (const { flow, type } of edges) {
    let most = 0;
    for (let i = 0; flow && i < flow.length; i++) if (flow[i] > most) most = flow[i];
    made.of.push(most);
    if (type !== 'terminal') made.most = Math.max(made.most, most);
  }
  known.set(edges, made);
  return made;
}

// The largest flow of each edge as a part of the largest of all.
export function sharesOf(edges: readonly RunEdge[]): number[] {
  const { most, of } = widthsOf(edges);
  return of.map((v) => v / most);
}

export const widestFlow = (data: RunData): number => widthsOf(data.edges).most;
export const widthOf = (v: number, widest: number, most: number): number => (v <= 0 ? 1 : Math.max(1.5, Math.min(most, (v / widest) * most)));

// Above a card of a node that ever queues stands its line.
const lineAbove = (card: Card): number => ((card.node.largest.queue ?? 0) > 0.5 && !card.node.rests ? 15 : 0);
const middleX = (c: Card): number => c.x + c.width / 2;
const middleY = (c: Card): number => c.y + c.height / 2;
const clamp = (v: number, lo: number, hi: number): number => Math.max(lo, Math.min(hi, v));

interface Way {
  edge: RunEdge;
  slot: number;
  a: number; // rows of its ends among the cards
  b: number;
  drop: number | null; // x, where it goes straight down
  side: Side | 0;
  offset: number; // of the near edge of its channel, from the cards
}

const interleave = (p: Way, q: Way): boolean => (p.a < q.a && q.a < p.b && p.b < q.b) || (q.a < p.a && p.a < q.b && q.b < p.b);
const overlap = (p: Way, q: Way): boolean => p.a < q.b && q.a < p.b;

// Widens the cards where many ribbons meet. Where channels need more room than there is, all ribbons are thinner.
export function routesOf(data: RunData, cards: Card[], most = MOST): Route[] {
  const ways = waysOf(data, cards, most);
  const straight = new Taken();
  for (const way of [...ways].sort((p, q) => p.b - p.a - (q.b - q.a))) dropDown(way, cards, straight);
  const skipping = ways.filter((w) => w.b - w.a > 1 || w.drop === null);
  const held = new Set(data.shared.flatMap((s) => s.members));
  chooseSides(skipping, cards, held);
  const beside = skipping.filter((w) => w.drop === null);
  const [left, right] = [stack(beside, cards, -1), stack(beside, cards, 1)];
  const fits = Math.min(1, left.fits, right.fits);
  if (fits < 1 && most > LEAST) return routesOf(data, cards, Math.max(LEAST, Math.min(most - 1, most * fits)));
  const bases = { [-1]: left.edge, 1: right.edge };
  widen(beside, cards, bases, held);
  return drawn(ways, beside, cards, bases, most);
}

// Only what goes down: what comes back is told by the loop at its node.
function waysOf(data: RunData, cards: Card[], most: number): Way[] {
  const at = new Map(cards.map((c, i) => [c.node.index, i]));
  const widths = widthsOf(data.edges);
  const ways: Way[] = [];
  data.edges.forEach((edge, i) => {
    const [a, b] = [at.get(edge.from), at.get(edge.to)];
    if (a === undefined || b === undefined || a >= b) return;
    const wide = widthOf(widths.of[i], widths.most, most);
    ways.push({ edge, slot: edge.type === 'terminal' ? Math.min(2, wide) : wide, a, b, drop: null, side: 0, offset: 0 });
  });
  return ways;
}

// What is taken of the lower and the upper edges of cards.
class Taken {
  private readonly spans = new Map<string, Point[]>();
  isFree(key: string, lo: number, hi: number): boolean {
    return (this.spans.get(key) ?? []).every(([a, b]) => hi <= a || lo >= b);
  }
  take(key: string, lo: number, hi: number): void {
    this.spans.set(key, [...(this.spans.get(key) ?? []), [lo, hi]]);
  }
}

function dropDown(way: Way, cards: Card[], taken: Taken): void {
  const [a, b] = [cards[way.a], cards[way.b]];
  const half = way.slot / 2;
  const lo = Math.max(a.x, b.x) + INSET + half;
  const hi = Math.min(a.x + a.width, b.x + b.width) - INSET - half;
  const between = cards.slice(way.a + 1, way.b);
  const wanted = clamp(between.length ? (b.side < 0 ? lo : hi) : middleX(b), lo, hi);
  const isFree = (x: number): boolean =>
    x >= lo && x <= hi && between.every((c) => x + half < c.x - 2 || x - half > c.x + c.width + 2) &&
    taken.isFree(`${way.a}v`, x - half - GAP, x + half + GAP) && taken.isFree(`${way.b}^`, x - half - GAP, x + half + GAP);
  for (let step = 0; step <= hi - lo; step += 2) {
    const x = [wanted - step, wanted + step].find(isFree);
    if (x === undefined) continue;
    way.drop = x;
    taken.take(`${way.a}v`, x - half, x + half);
    taken.take(`${way.b}^`, x - half, x + half);
    if (between.length) way.side = x < middleX(between[0]) ? -1 : 1;
    return;
  }
}

// Words, loops and the rail of a shared capacity that a channel on this side would run through.
function inTheWay(card: Card, side: Side, held: ReadonlySet<number>): number {
  const { retryEcho = 0, queue = 0, exhaustedFailures = 0 } = card.node.largest;
  if (side < 0) return (retryEcho > 0.01 ? 3 : 0) + (held.has(card.node.index) ? 4 : 0);
  return (queue > 0.5 && !card.node.pile ? 2 : 0) + (exhaustedFailures > 0.01 ? 2 : 0);
}

// Two that would cross on one side go on different ones; which, is told by what is in the way.
function chooseSides(ways: Way[], cards: Card[], held: ReadonlySet<number>): void {
  const cost = (w: Way, side: Side): number => cards.slice(w.a, w.b + 1).reduce((sum, c) => sum + inTheWay(c, side, held), 0);
  const seen = new Set<Way>();
  const spread = (start: Way): Way[] => {
    const part = [start];
    seen.add(start);
    for (const way of part) {
      for (const other of ways) {
        if (seen.has(other) || !interleave(way, other)) continue;
        if (other.drop === null) other.side = -way.side as Side;
        seen.add(other);
        part.push(other);
      }
    }
    return part;
  };
  for (const way of ways) if (way.drop !== null && !seen.has(way)) spread(way);
  for (const way of ways) {
    if (seen.has(way)) continue;
    way.side = -1;
    const part = spread(way).filter((w) => w.drop === null);
    const [as, flipped] = [1, -1].map((turn) => part.reduce((sum, w) => sum + cost(w, (w.side * turn) as Side), 0));
    if (flipped < as) for (const w of part) w.side = -w.side as Side;
  }
}

// Shorter ones nearer to the cards: what lies within another one's height never crosses it. Answers where the cards end,
// and which part of the room that they need there is.
function stack(beside: Way[], cards: Card[], side: Side): { edge: number; fits: number } {
  const here = beside.filter((w) => w.side === side).sort((p, q) => p.b - p.a - (q.b - q.a) || p.a - q.a);
  let most = 0;
  here.forEach((way, i) => {
    way.offset = CLEAR;
    for (const other of here.slice(0, i)) if (overlap(way, other)) way.offset = Math.max(way.offset, other.offset + other.slot + GAP);
    most = Math.max(most, way.offset + way.slot);
  });
  const passed = cards.filter((_, i) => here.some((w) => i > w.a && i < w.b));
  const edge = side < 0 ? Math.min(98, ...passed.map((c) => c.x)) : Math.max(302, ...passed.map((c) => c.x + c.width));
  const room = Math.min(ROOM[side], side < 0 ? edge - 4 : 380 - edge);
  if (most > room) for (const way of here) way.offset *= room / most;
  return { edge, fits: most > 0 ? room / most : 1 };
}

const channelX = (way: Way, bases: Record<Side, number>): number => bases[way.side as Side] + way.side * (way.offset + way.slot / 2);

// A card that several channels leave, or enter, gets so wide that they do so at its lower, or upper, edge.
function widen(beside: Way[], cards: Card[], bases: Record<Side, number>, held: ReadonlySet<number>): void {
  cards.forEach((card, i) => {
    for (const side of [-1, 1] as const) {
      if (inTheWay(card, side, held) > 0) continue;
      for (const here of [beside.filter((w) => w.side === side && w.a === i), beside.filter((w) => w.side === side && w.b === i)]) {
        if (here.length < 2) continue;
        const far = here.map((w) => channelX(w, bases) + side * (w.slot / 2 + INSET));
        const left = Math.max(4, Math.min(card.x, ...far));
        const right = Math.min(380, Math.max(card.x + card.width, ...far));
        [card.x, card.width] = [left, right - left];
      }
    }
  });
}

const holds = (card: Card, x: number, slot: number): boolean => x - slot / 2 >= card.x + INSET - 1 && x + slot / 2 <= card.x + card.width - INSET + 1;

function drawn(ways: Way[], beside: Way[], cards: Card[], bases: Record<Side, number>, most: number): Route[] {
  const byLower = (w: Way): boolean => beside.filter((o) => o.side === w.side && o.a === w.a).length > 1 && holds(cards[w.a], channelX(w, bases), w.slot);
  const byUpper = (w: Way): boolean => beside.filter((o) => o.side === w.side && o.b === w.b).length > 1 && holds(cards[w.b], channelX(w, bases), w.slot);
  const ports = new Map<string, number>();
  cards.forEach((card, i) => {
    for (const side of [-1, 1] as const) portsOf(beside.filter((w) => w.side === side && ((w.a === i && !byLower(w)) || (w.b === i && !byUpper(w)))), card, i, ports);
  });
  return ways.map((way) => {
    const [a, b] = [cards[way.a], cards[way.b]];
    const top = b.y - lineAbove(b);
    const made = { edge: way.edge, most, slot: way.slot, near: top - (a.y + a.height) < 26 };
    if (way.drop !== null) return { ...made, side: 0, outer: way.drop, points: [[way.drop, a.y + a.height], [way.drop, top - TIP]] };
    const x = channelX(way, bases);
    const side = way.side as Side;
    const out = ports.get(`${way.edge.id}>${way.a}`);
    const into = ports.get(`${way.edge.id}>${way.b}`);
    const edgeOf = (c: Card): number => (side < 0 ? c.x : c.x + c.width);
    const first: Point[] = out === undefined ? [[x, a.y + a.height]] : [[edgeOf(a), out], [x, out]];
    const last: Point[] = into === undefined ? [[x, top - TIP]] : [[x, into], [edgeOf(b) + side * TIP, into]];
    const outer = beside.filter((o) => o.side === side && overlap(o, way)).map((o) => channelX(o, bases) + (side * o.slot) / 2);
    return { ...made, side, outer: side < 0 ? Math.min(...outer) : Math.max(...outer), points: [...first, ...last] };
  });
}

// At the side of a card, from top to bottom: from above the near ones first, then to below the far ones first.
function portsOf(here: Way[], card: Card, at: number, ports: Map<string, number>): void {
  const other = (w: Way): number => (w.a === at ? w.b : w.a) - at;
  const sorted = [...here].sort((p, q) => Number(other(p) > 0) - Number(other(q) > 0) || other(q) - other(p) || q.offset - p.offset);
  const whole = sorted.reduce((sum, w) => sum + w.slot, 0) + GAP * (sorted.length - 1);
  const scale = Math.min(1, (card.height - 10) / Math.max(1, whole));
  let y = middleY(card) - (whole * scale) / 2;
  for (const way of sorted) {
    ports.set(`${way.edge.id}>${at}`, y + (way.slot * scale) / 2);
    y += (way.slot + GAP) * scale;
  }
}
