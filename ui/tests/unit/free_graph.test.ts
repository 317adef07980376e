import { describe, expect, it } from 'vitest';

import type { RunData, RunEdge, RunNode } from '../../src/lib/run_data.ts';
import { along, fitted, hit, levelOf, nextTo, planOf, showing, sizeAt, toScreen, zoomedAt, type Plan } from '../../src/lib/score/free_graph.ts';

// Columns of so many nodes each, as the server places them: 192 px from column to column, 72 from row to row.
function layered(counts: number[], name = 'Desk'): RunData {
  const nodes = counts.flatMap((n, column) => Array.from({ length: n }, (_, row) => ({ x: 24 + column * 192, y: 24 + row * 72, width: 120, height: 44 })));
  const first = (column: number): number => counts.slice(0, column).reduce((a, b) => a + b, 0);
  const edges = counts.slice(1).flatMap((n, c) => Array.from({ length: n }, (_, row): Partial<RunEdge> => ({ from: first(c) + (row % counts[c]), to: first(c + 1) + row, flow: new Float64Array([row, 10 - row]) })));
  return { nodes: nodes.map((n, index) => ({ ...n, index, label: name }) as unknown as RunNode), edges } as unknown as RunData;
}
const SCREEN = { width: 1000, height: 640 };
const overlaps = (plan: Plan, zoom: number): number => {
  const box = sizeAt(zoom, plan.wide);
  const camera = { x: 0, y: 0, zoom };
  const places = plan.spots.map((s) => toScreen(camera, SCREEN, s.x, s.y));
  return places.filter(([x, y], i) => places.some(([a, b], k) => k > i && Math.abs(x - a) < box.width && Math.abs(y - b) < box.height)).length;
};

describe('the free graph', () => {
  it('has four levels, at the zooms that the picture names', () => {
    expect([0.05, 0.34, 0.35, 0.79, 0.8, 1, 1.5, 1.51, 3].map(levelOf)).toEqual(['far', 'far', 'names', 'names', 'card', 'card', 'card', 'near', 'near']);
  });

  it('lets no node cover another, at any zoom, of few nodes or a thousand', () => {
    for (const [counts, name] of [[[1, 3, 2], 'Desk'], [[1, 3, 9, 23], 'Second-line support'], [[1, 3, 9, 27, 81, 243, 636], 'Desk']] as const) {
      const plan = planOf(layered([...counts], name));
      for (const zoom of [0.05, 0.2, 0.35, 0.6, 0.8, 1, 1.5, 1.6, 3]) expect(overlaps(plan, zoom), `${counts} at ${zoom}`).toBe(0);
    }
  });

  it('lets wires leave and enter a node in the order of their other ends, as wide as they get', () => {
    const data = layered([1, 5]);
    data.nodes.push({ ...data.nodes[5], index: 6, x: 24 + 2 * 192, y: 24 } as unknown as RunNode);
    data.edges.push(...[1, 2, 3, 4, 5].map((from) => ({ from, to: 6, flow: new Float64Array([from]) }) as unknown as RunEdge));
    const { wires, spots } = planOf(data);
    for (const side of ['leaves', 'enters'] as const) {
      const here = wires.filter((w) => (side === 'leaves' ? w.from === 0 : w.to === 6));
      expect(here).toHaveLength(5);
      const other = (w: (typeof here)[number]): number => spots[side === 'leaves' ? w.to : w.from].y;
      const places = [...here].sort((p, q) => other(p) - other(q)).map((w) => w[side]!.middle);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(new Set(places).size).toBe(5);
      expect(Math.abs(places[0])).toBeLessThan(here[0][side]!.all / 2);
    }
  });

  it('leads a way past a card and the line above it', () => {
    const data = layered([1, 1, 1]);
    data.edges.push({ from: 0, to: 2, flow: null, points: [[144, 46], [264, 46 - 52], [456, 46]] } as unknown as RunEdge);
    const plan = planOf(data);
    const way = plan.wires[plan.wires.length - 1];
    expect(Math.abs(way.bends[0][1] - plan.spots[1].y) * 0.8).toBeGreaterThan(28 + 16);
  });

  it('shows all of it at first, a thousand nodes as shapes that can be told apart', () => {
    const small = planOf(layered([1, 1, 1, 1]));
    expect(levelOf(fitted(small, SCREEN).zoom)).toBe('names');
    expect(levelOf(fitted(planOf(layered([1, 3, 9, 23])), SCREEN).zoom)).toBe('names');
    const large = planOf(layered([1, 3, 9, 27, 81, 243, 636]));
    const camera = fitted(large, SCREEN);
    for (const s of large.spots) {
      const [x, y] = toScreen(camera, SCREEN, s.x, s.y);
      expect(x > 0 && x < SCREEN.width && y > 0 && y < SCREEN.height).toBe(true);
    }
    expect(sizeAt(camera.zoom).width).toBeGreaterThan(4);
  });

  it('zooms around the pointer, within bounds', () => {
    const camera = { x: 40, y: -20, zoom: 0.5 };
    const under = (c: typeof camera): [number, number] => [(700 - 500) / c.zoom + c.x, (100 - 320) / c.zoom + c.y];
    const to = zoomedAt(camera, SCREEN, 700, 100, 1.3, 0.1);
    expect(under(to)[0]).toBeCloseTo(under(camera)[0], 9);
    expect(under(to)[1]).toBeCloseTo(under(camera)[1], 9);
    expect(zoomedAt(camera, SCREEN, 0, 0, 99, 0.1).zoom).toBe(4);
    expect(zoomedAt(camera, SCREEN, 0, 0, 0.001, 0.1).zoom).toBe(0.1);
  });

  it('finds what is pointed at, and nothing between', () => {
    const plan = planOf(layered([1, 2]));
    const camera = { x: plan.spots[1].x, y: plan.spots[1].y, zoom: 1 };
    expect(hit(plan, camera, SCREEN, 500, 320)).toBe(1);
    expect(hit(plan, camera, SCREEN, 500, 320 + 62)).toBeNull();
  });

  it('moves by keys: by place, and along the edges to where most flows', () => {
    const data = layered([1, 3]);
    const plan = planOf(data);
    expect(nextTo(plan, 1, 0, 1)).toBe(2);
    expect(nextTo(plan, 2, 0, -1)).toBe(1);
    expect(nextTo(plan, 1, 0, -1)).toBe(1);
    expect(along(data, 0, false, 0)).toBe(3);
    expect(along(data, 0, false, 1)).toBe(1);
    expect(along(data, 2, true, 0)).toBe(0);
    expect(along(data, 0, true, 0)).toBe(0);
  });

  it('stays where it is while the node is in sight, and brings it there when it is not', () => {
    const plan = planOf(layered([1, 1, 1, 1]));
    const camera = { x: plan.spots[0].x, y: plan.spots[0].y, zoom: 1 };
    expect(showing(plan, camera, SCREEN, 0)).toEqual(camera);
    const to = showing(plan, camera, SCREEN, 3);
    const [x] = toScreen(to, SCREEN, plan.spots[3].x, plan.spots[3].y);
    expect(x).toBeLessThan(SCREEN.width - 100);
  });
});
