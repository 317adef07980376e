// Ribbons and rails between the rows: where an order without crossings exists, nothing crosses.
import { describe, expect, it } from 'vitest';

import type { LayoutAnswer, StateWindow, UiBundle } from '../../src/lib/api/types.ts';
import { assemble, type RunData } from '../../src/lib/run_data.ts';
import { rails } from '../../src/lib/score/edges.ts';
import { geometry, type Geometry } from '../../src/lib/score/geometry.ts';
import type { Point } from '../../src/lib/score/routes.ts';

type Link = [from: string, to: string, flow: number];

// Nodes in layers, each a service of a capacity; a queue and second attempts where it is named in `busy`.
function run(layers: string[][], links: Link[], busy: string[] = [], dead: string[] = []): RunData {
  const nodes = layers.flatMap((ids, layer) => ids.map((id, i) => ({ id, layer, y: i * 60 })));
  const bundle: UiBundle = {
    metadata: { runId: 'r', templateId: '', templateTitle: '', templateNarrative: '', templateVersion: '1', mode: 'simulation', contentHash: '' },
    grid: { bins: 2, binSize: 5, binUnit: 'minutes', startUtc: '2026-03-02T00:00:00+00:00' }, classes: [], nodes: [], metrics: [], warnings: [],
    graph: { nodes: nodes.map(({ id }) => ({ id, kind: dead.includes(id) ? 'dlq' : 'service', category: dead.includes(id) ? 'dlq' : 'service', group: null, semantics: { slaMinutes: 15, aliases: null } })), edges: links.map(([from, to]) => ({ id: `${from}-${to}`, from, to, edgeType: 'throughput', field: 'served', multiplier: 1, lag: 0, weight: 1 })), order: [] },
  };
  const layout: LayoutAnswer = { width: 1, height: 1, edges: [], nodes: nodes.map((n) => ({ ...n, x: n.layer * 200, width: 100, height: 50 })) };
  const window: StateWindow = {
    metadata: bundle.metadata, window: { startBin: 0, endBin: 1, binCount: 2 }, timestampsUtc: [], warnings: [],
    nodes: nodes.map(({ id }) => ({ id, kind: 'service', series: { arrivals: [9, 9], ...(dead.includes(id) ? { queue: [4, 9] } : { utilization: [0.5, 0.5] }), ...(busy.includes(id) && { queue: [4, 9], retryEcho: [1, 2] }) } as never, aliases: null, sla: [] })),
    edges: links.map(([from, to, flow]) => ({ id: `${from}-${to}`, from, to, edgeType: 'throughput', multiplier: 1, series: { flowVolume: [flow, flow / 2] } })),
  };
  return assemble(bundle, layout, window);
}

const scoreOf = (data: RunData): Geometry => geometry({ data, width: 1000, rowsHeight: 700, selected: 0, shown: 'all' });

interface Line {
  name: string;
  points: Point[];
  wide: number;
}

const ribbonsOf = (data: RunData): Line[] => scoreOf(data).routes.map((r) => ({ name: r.edge.id, points: r.points, wide: r.slot }));

function railsOf(data: RunData): Line[] {
  const { list, laneWidth } = rails(data, scoreOf(data), 0);
  return list.map((r) => ({ name: r.edges[0].id, wide: 1, points: [[126, r.from], [114 - r.lane * laneWidth, r.from], [114 - r.lane * laneWidth, r.to], [126, r.to]] }));
}

// Pairs that meet: the middle of one within the width of the other.
function crossings(lines: Line[]): string[] {
  const boxes = lines.map(({ points, wide }) => points.slice(1).map(([x, y], i) => {
    const [px, py] = points[i];
    const half = wide / 2 - 0.01;
    const [dx, dy] = px === x ? [half, 0] : [0, half];
    return { left: Math.min(x, px) - dx, right: Math.max(x, px) + dx, top: Math.min(y, py) - dy, bottom: Math.max(y, py) + dy };
  }));
  return lines.flatMap((p, i) => lines.slice(i + 1).filter((_, k) => boxes[i].some((a) => boxes[i + 1 + k].some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom))).map((q) => `${p.name} meets ${q.name}`));
}

const desks = (n: number): string[] => Array.from({ length: n }, (_, i) => `Desk${i}`);
const out = (from: string, to: string[]): Link[] => to.map((id, i) => [from, id, 4 + ((i * 5) % 7)]);
const into = (from: string[], to: string): Link[] => from.map((id, i) => [id, to, 4 + ((i * 5) % 7)]);
const fan = (n: number, busy: string[] = []): RunData => run([['Door'], desks(n), ['Till']], [...out('Door', desks(n)), ...into(desks(n), 'Till')], busy);

describe('ribbons between rows', () => {
  it.each([2, 3, 4, 8, 10])('a fan of %i that meets again crosses nothing', (n) => expect(crossings(ribbonsOf(fan(n)))).toEqual([]));
  it('nor where desks of it wait and try again', () => expect(crossings(ribbonsOf(fan(8, ['Desk1', 'Desk5'])))).toEqual([]));
  it('nor two fans, one after the other', () => {
    const [first, second] = [desks(4), ['A', 'B', 'C', 'D']];
    expect(crossings(ribbonsOf(run([['Door'], first, ['Hall'], second, ['Till']], [...out('Door', first), ...into(first, 'Hall'), ...out('Hall', second), ...into(second, 'Till')])))).toEqual([]);
  });
  it('nor what passes a row', () => expect(crossings(ribbonsOf(run([['A'], ['B'], ['C'], ['D']], [['A', 'B', 9], ['B', 'C', 5], ['C', 'D', 9], ['A', 'D', 4], ['B', 'D', 4]])))).toEqual([]));
  it('goes past the rail of a shared capacity on the other side', () => {
    const data = run([['A', 'B', 'C'], ['Till']], into(['A', 'B', 'C'], 'Till'), ['A', 'B', 'C']);
    for (const node of data.nodes) delete (node.largest as Record<string, number>).retryEcho;
    const sides = (of: RunData): number[] => scoreOf(of).routes.map((r) => r.side);
    const shared = { id: 'db', label: 'db', members: [0, 1, 2], capacity: null, wanted: null, verdict: 0 as const };
    expect([sides(data), sides({ ...data, shared: [shared] })]).toEqual([[-1, -1, 0], [1, 1, 0]]);
  });
  it('what must cross does so once', () => {
    // Five that are joined each to each have no order without a crossing.
    const all = ['A', 'B', 'C', 'D', 'E'];
    const links = all.flatMap((a, i) => all.slice(i + 1).map((b): Link => [a, b, 4]));
    expect(crossings(ribbonsOf(run(all.map((id) => [id]), links)))).toHaveLength(1);
  });
  it('takes at a card the room of its share of the flow, the far ends outside', () => {
    const routes = scoreOf(fan(8)).routes.filter((r) => r.edge.id.startsWith('Door-') && r.side !== 0);
    const from = routes.map((r) => r.points[0]);
    expect(new Set(from.map(([, y]) => y)).size).toBe(1);
    const far = routes.map((r, i) => [r.points.at(-1)![1], Math.abs(from[i][0] - 200)]).sort((p, q) => p[0] - q[0]);
    expect(far.map(([, x]) => x)).toEqual([...far.map(([, x]) => x)].sort((a, b) => a - b));
    const [wide, narrow] = [routes.find((r) => r.edge.flow![0] === 10)!, routes.find((r) => r.edge.flow![0] === 5)!];
    expect(wide.slot / narrow.slot).toBeCloseTo(2, 1);
  });
  it('dead letters stand left of the only other one, and the way to that is straight and free', () => {
    const { cards, routes } = scoreOf(run([['A'], ['Dead', 'B']], [['A', 'Dead', 1], ['A', 'B', 9]], [], ['Dead']));
    expect(cards.map((c) => [c.node.label, c.side, c.width])).toEqual([['A', 0, 204], ['Dead', -1, 204], ['B', 1, 204]]);
    expect(routes.map((r) => r.side)).toEqual([0, 0]);
    expect(routes[1].points[0][0] - routes[1].slot / 2).toBeGreaterThan(cards[1].x + cards[1].width);
  });
  it('stays within the graph, and no channel runs through a card', () => {
    for (const data of [fan(10), fan(8, desks(8))]) {
      const { routes, cards } = scoreOf(data);
      for (const { points, slot } of routes) for (const [x] of points) expect(x - slot / 2 > 0 && x + slot / 2 < 384).toBe(true);
      for (const { edge, points, side } of routes.filter((r) => r.side !== 0)) {
        const [x] = points[1][1] === points[0][1] || side === 0 ? points[1] : points[0];
        for (const c of cards) if (c.node.index !== edge.from && c.node.index !== edge.to && c.node.label !== 'Door' && c.node.label !== 'Till') expect(x < c.x || x > c.x + c.width).toBe(true);
      }
    }
  });
});

describe('rails beside many rows', () => {
  const wide = run([['Hall'], ['Door'], desks(14)], [['Hall', 'Door', 9], ...out('Door', desks(14))]);
  it('of a wide fan cross nothing, and each has its own place', () => {
    expect(scoreOf(wide).graph).toBe('rails');
    expect(crossings(railsOf(wide))).toEqual([]);
  });
  it('stay within their 118 px, however many', () => {
    const many = run([['Door'], desks(60)], out('Door', desks(60)));
    for (const { points } of railsOf(many)) for (const [x] of points) expect(x).toBeGreaterThanOrEqual(126 - 118);
  });
});
