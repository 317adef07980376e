import { describe, expect, it } from 'vitest';

import type { LayoutAnswer, StateWindow, UiBundle } from '../../src/lib/api/types.ts';
import { GREYS, hasClasses, loadShare, ofClass, stackOf } from '../../src/lib/classes.ts';
import { nodeRows } from '../../src/lib/node_rows.ts';
import { assemble } from '../../src/lib/run_data.ts';
import { geometry } from '../../src/lib/score/geometry.ts';
import { sharedWords, takenAt } from '../../src/lib/score/shared.ts';

const node = (id: string) => ({ id, kind: 'serviceWithBuffer', category: 'service', semantics: {} });
const bundle = {
  metadata: { runId: 'r', templateId: 't', templateTitle: 'T', templateNarrative: '', templateVersion: '', mode: 'simulation', contentHash: '' },
  grid: { bins: 3, binSize: 60, binUnit: 'minutes', startUtc: null }, classes: [{ id: 'vip', displayName: 'Guests' }, { id: 'std' }], metrics: [], warnings: [],
  graph: { nodes: [node('Desk'), node('Door'), node('Bar')], edges: [{ id: 'e', from: 'Desk', to: 'Door', edgeType: 'throughput', field: '', multiplier: null, lag: null, weight: 1 }], order: [] },
  nodes: ['Desk', 'Door', 'Bar'].map((id) => ({ id, metrics: {}, promise: { minutes: 30, declared: true } })), constraints: [{ id: 'waiters', verdict: 'critical' }],
} as unknown as UiBundle;
const shared = { waiters: { series: { served: [10, 10, 10], arrivals: [8, 12, 15] } } };
const window = {
  window: { startBin: 0, endBin: 2, binCount: 3 }, timestampsUtc: [], warnings: [], metadata: bundle.metadata,
  nodes: [
    { id: 'Desk', kind: '', sla: [], aliases: null, constraints: shared, series: { arrivals: [4, 8, 2], served: [4, 6, 3], queue: [0, 2, 1], wait: [0, 20, 10], load: [0.4, 0.6, 0.3] }, byClass: { vip: { arrivals: [1, 2, 2], served: [1, 3, 3], queue: [0, 0.5, 1] }, std: { arrivals: [3, 6, 0], served: [3, 3, 0], queue: [0, 1.5, 0] } } },
    { id: 'Door', kind: '', sla: [], aliases: null, series: { arrivals: [4, 6, 3], served: [4, 6, 3] } },
    { id: 'Bar', kind: '', sla: [], aliases: null, constraints: shared, series: { arrivals: [4, 4, 4], served: [4, 4, 7], load: [0.4, 0.4, 0.7] } },
  ],
  edges: [{ id: 'e', from: 'Desk', to: 'Door', edgeType: 'throughput', multiplier: null, series: { flowVolume: [4, 6, 3] }, byClass: { vip: { flowVolume: [1, 3, 3] } } }],
} as unknown as StateWindow;
const data = assemble(bundle, { width: 1, height: 1, nodes: [], edges: [] } as unknown as LayoutAnswer, window);

describe('a class of items', () => {
  it('has its own series where the server has them; load, wait and verdict stay those of the place', () => {
    expect(hasClasses(data)).toBe(true);
    expect(data.classes).toEqual([{ id: 'vip', label: 'Guests' }, { id: 'std', label: 'std' }]);
    const seen = ofClass(data, 'vip');
    expect([...seen.nodes[0].series.queue]).toEqual([0, 0.5, 1]);
    expect(seen.nodes[0].wait).toBe(data.nodes[0].wait);
    expect(seen.nodes[0].largest).toMatchObject({ queue: 1, wait: 20 });
    expect([...seen.edges[0].flow!]).toEqual([1, 3, 3]);
    expect(seen.nodes[1].load).toBeNull();
    expect(seen.nodes[1].series).toEqual({});
    expect(ofClass(data, '')).toBe(data);
    expect(ofClass(data, 'nobody')).toBe(data);
  });

  it('is told in the figures of a node, and what is not of the class says so', () => {
    const seen = ofClass(data, 'vip');
    const rows = Object.fromEntries(nodeRows(seen, seen.nodes[0], 1).map((r) => [r.key, [r.label, r.exact]]));
    expect(rows).toEqual({ load: ['Load, all', 0.6], queue: ['Waiting', 0.5], wait: ['Wait, all', 20], arrivals: ['Arriving', 2], served: ['Served', 3] });
  });

  it('is a grey of the basin, whose depth stays; a chosen one is the darkest', () => {
    const stack = stackOf(data, data.nodes[0])!;
    expect(stack.greys).toEqual([GREYS[0], GREYS[1]]);
    expect([...stack.until[0]]).toEqual([0.25, 0.25, 1]);
    expect([...stack.until[1]]).toEqual([1, 1, 1]);
    const seen = ofClass(data, 'std');
    const chosen = stackOf(seen, seen.nodes[0])!;
    expect(chosen.greys).toEqual([GREYS[0], GREYS[3]]);
    expect(chosen.until[0][1]).toBe(0.75);
    expect([...loadShare(seen.nodes[0])!]).toEqual([0.75, 0.5, 0]);
    expect(loadShare(data.nodes[0])).toBeNull();
  });
});

describe('a shared capacity', () => {
  it('is one row above its members, with what they took of it together', () => {
    expect(data.shared).toMatchObject([{ id: 'waiters', members: [0, 2], verdict: 3 }]);
    expect(takenAt(data, data.shared[0], 1)).toBe(10);
    expect(sharedWords(data, data.shared[0], 0)).toBe('shared, 8 of 10 /h');
    const { rows, cards, rowOf } = geometry({ data, width: 1000, rowsHeight: 600, selected: 0, shown: 'reported' });
    const at = rows.findIndex((r) => r.kind === 'shared');
    expect(rows[at].nodes.map((n) => n.id)).toEqual(['Desk', 'Bar']);
    expect(at).toBe(Math.min(rowOf.get(0)!, rowOf.get(2)!) - 1);
    expect(cards).toHaveLength(3);
  });

  it('is a row on the phone as well', () => {
    const { rows, rowOf } = geometry({ data, width: 390, rowsHeight: 600, selected: 0, shown: 'reported' });
    const at = rows.findIndex((r) => r.kind === 'shared');
    expect(rows.filter((r) => r.kind === 'shared')).toHaveLength(1);
    expect(at).toBe(Math.min(rowOf.get(0)!, rowOf.get(2)!) - 1);
    expect(rows[at].height).toBeGreaterThan(100);
  });

  it('of one node alone has no row', () => {
    const alone = { ...window, nodes: window.nodes.map((n, i) => (i ? { ...n, constraints: undefined } : n)) };
    expect(assemble(bundle, { width: 1, height: 1, nodes: [], edges: [] } as unknown as LayoutAnswer, alone).shared).toEqual([]);
  });
});
