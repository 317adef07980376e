// What is made of the server's answers: with judgement, without, and with holes. The fixtures are cut
// from answers of the program for two nodes and four bins.
import { describe, expect, it } from 'vitest';

import type { LayoutAnswer, StateWindow, UiBundle } from '../../src/lib/api/types.ts';
import { assemble, valueAt, verdictAt, worstLane } from '../../src/lib/run_data.ts';
import type { RunData, RunNode } from '../../src/lib/run_data.ts';
import { secondLine } from '../../src/lib/score/card.ts';
import { geometry, hasBasin, ordered, reportedNodes } from '../../src/lib/score/geometry.ts';
import { nodeRows, wordFor } from '../../src/lib/node_rows.ts';

const metadata = { runId: 'run_1', templateId: 't', templateTitle: 'A shop', templateNarrative: '', templateVersion: '1', mode: 'simulation', contentHash: 'sha256:0' };
const graphNode = (id: string, kind: string, sla: number | null = null) => ({ id, kind, category: 'service', group: null, semantics: { slaMinutes: sla, aliases: null } });
const bundle = (more: Partial<UiBundle> = {}): UiBundle => ({
  metadata, grid: { bins: 4, binSize: 5, binUnit: 'minutes', startUtc: '2026-03-02T00:00:00+00:00' }, classes: [],
  graph: { nodes: [graphNode('Door', 'service'), graphNode('Desk', 'serviceWithBuffer', 15)], edges: [{ id: 'e', from: 'Door:out', to: 'Desk', edgeType: 'throughput', field: 'served', multiplier: 1, lag: 0, weight: 1 }], order: [] },
  nodes: [], metrics: [], warnings: [], ...more,
});
const layout: LayoutAnswer = { width: 1, height: 1, nodes: [{ id: 'Door', x: 0, y: 0, width: 1, height: 1, layer: 0 }, { id: 'Desk', x: 1, y: 0, width: 1, height: 1, layer: 1 }], edges: [] };
const window = ({ state, verdict, ...desk }: Record<string, (number | string | null)[]>): StateWindow => ({
  metadata, window: { startBin: 0, endBin: 3, binCount: 4 }, timestampsUtc: [], warnings: [],
  nodes: [
    { id: 'Door', kind: 'service', series: { arrivals: [9, 9, 9, 9], utilization: [0.5, 0.5, 0.5, 0.5] }, aliases: null, sla: [] },
    { id: 'Desk', kind: 'servicewithbuffer', series: desk as never, aliases: { arrivals: 'Visits asked for' }, sla: [], ...(state && { state: state as string[], verdict: verdict as never }) },
  ],
  edges: [{ id: 'e', from: 'Door', to: 'Desk', edgeType: 'throughput', multiplier: 1, series: { flowVolume: [9, 9, 9, null] } }],
});
const JUDGED = { arrivals: [9, 20, 9, 9], queue: [0, 8, 4, 0], capacity: [12, 12, 12, 12], utilization: [0.6, 0.8, 0.8, 0.7], load: [0.75, 1, 1, 0.75], wait: [0, 25, 12, 0], state: ['flowing', 'saturated', 'saturated', 'flowing'], verdict: ['good', 'critical', 'warning', 'good'] };
const finding = { kind: 'overload', verdict: 'critical' as const, nodeId: 'Desk', text: 'Desk fell behind.', fromBin: 1, toBin: 2, peakBin: 1 };

describe('a judged run', () => {
  const data = assemble(bundle({ verdict: 'critical', headline: finding, findings: [finding] }), layout, window(JUDGED));
  const desk = data.nodes[1];
  it('takes load, wait, state and verdict as they are served', () => {
    expect([desk.loadWord, [...desk.load!]]).toEqual(['Load', [0.75, 1, 1, 0.75]]);
    expect([...desk.ratio!].map((v) => +v.toFixed(3))).toEqual([0, 1.667, 0.8, 0]);
    expect([0, 1, 2, 3].map((i) => verdictAt(desk, i))).toEqual([1, 3, 2, 1]);
    expect([...worstLane(data)]).toEqual([1, 3, 2, 1]);
    expect([data.verdict, data.judged, desk.rests]).toEqual([3, true, false]);
  });
  it('finds the ends of an edge by their node', () => expect(data.edges).toMatchObject([{ from: 0, to: 1 }]));
  it('absent stays absent', () => expect([valueAt(data.edges[0].flow, 3), valueAt(data.edges[0].flow, 0)]).toEqual([null, 9]));
  it('tells the node of the finding', () => expect([...reportedNodes(data, 0)].sort()).toEqual([0, 1]));
  it('tells figures in the words of the model', () => {
    expect(wordFor(desk, 'arrivals')).toBe('Asked for');
    const rows = nodeRows(data, desk, 1);
    expect(rows.map((r) => [r.label, r.shown, r.unit])).toEqual([['Load', '100', '%'], ['Waiting', '8', 'items'], ['Wait', '25', 'min'], ['Asked for', '20', '/5\u202fmin'], ['Capacity', '12', '/5\u202fmin']]);
    expect(rows[2].verdict).toBe(3);
  });
});

it('what a node can do is its capacity times how many work at once', () => {
  const desk = assemble(bundle(), layout, window({ ...JUDGED, capacity: [0.8, 0.8, 0.8, 0.8], parallelism: [15, 14, 0, null] })).nodes[1];
  expect([...desk.could!].map((v) => +v.toFixed(3))).toEqual([12, 11.2, 0.8, 0.8]);
  const capacity = nodeRows({ per: '/5\u202fmin', noun: 'calls' } as RunData, desk, 1).find((r) => r.key === 'capacity');
  expect([capacity?.shown, capacity?.values]).toEqual(['11.2', desk.could]);
  expect(secondLine({ per: '/5\u202fmin' } as RunData, desk, 1)).toBe('11.2 of 11.2 /5\u202fmin');
});

describe('a window that is too large for states takes them from the spans of the bundle', () => {
  const states = { bin: [0, 1, 3], state: ['flowing', 'saturated', 'flowing'], verdict: ['good', 'critical', 'good'] as never };
  const about = [{ id: 'Desk', metrics: {}, verdict: 'critical' as const, promise: { minutes: 30, declared: false }, states }];
  const { state: _s, verdict: _v, ...plain } = JUDGED;
  it('bin for bin', () => {
    const desk = assemble(bundle({ nodes: about }), layout, window(plain)).nodes[1];
    expect([[...desk.verdicts!], desk.states, desk.promise, desk.verdict]).toEqual([[1, 3, 3, 1], ['flowing', 'saturated', 'saturated', 'flowing'], 30, 3]);
  });
  it('the worst of the bins that a drawn step covers', () => {
    const pooled = window(Object.fromEntries(Object.entries(plain).map(([k, v]) => [k, v.slice(0, 2)])));
    pooled.window.pooling = { binsPerPoint: 2, points: 2, how: {} };
    expect([...assemble(bundle({ nodes: about }), layout, pooled).nodes[1].verdicts!]).toEqual([3, 3]);
  });
});

describe('a run of a server that does not judge', () => {
  const data = assemble(bundle(), layout, window({ arrivals: [9, 20, 9, 9], queue: [0, 8, 4, 0], utilization: [0.6, 0.8, 0.8, 0.7] }));
  const desk = data.nodes[1];
  it('shows utilization under its own name and nothing that it would have to make up', () => {
    expect([desk.loadWord, desk.wait, desk.ratio, desk.verdicts, desk.verdict]).toEqual(['Utilization', null, null, null, 0]);
    expect([data.judged, data.headline, data.findings]).toEqual([false, null, []]);
  });
  it('counts of findings are no findings', () => expect(assemble(bundle({ findings: { error: 0, warning: 1, info: 0 } }), layout, window(JUDGED)).findings).toEqual([]));
});

describe('what rests by design is not late', () => {
  const resting = (state: string[]) => assemble(bundle(), layout, window({ ...JUDGED, state })).nodes[1].rests;
  it('a transit rests', () => expect(resting(['transit', 'transit', 'transit', 'flowing'])).toBe(true));
  it('one bin of waiting is enough not to', () => expect(resting(['transit', 'saturated', 'transit', 'flowing'])).toBe(false));
});

describe('rows', () => {
  const data = assemble(bundle(), layout, window(JUDGED));
  it('stand in the order of the flow, the selected one taller, none outside', () => {
    const geo = geometry({ data, width: 1040, rowsHeight: 500, selected: 1, shown: 'reported' });
    expect(ordered(data).map((n) => n.id)).toEqual(['Door', 'Desk']);
    const at = (index: number, kind: string, layer: number, y: number): RunNode => ({ index, id: `${kind}${index}`, kind, layer, y }) as unknown as RunNode;
    const nodes = [at(0, 'service', 0, 0), at(1, 'service', 1, 0), at(2, 'service', 1, 50), at(3, 'dlq', 2, 0), at(4, 'sink', 2, 30), at(5, 'dlq', 2, 60)];
    const edges = [[0, 1], [0, 2], [1, 3], [1, 4], [2, 4], [2, 5]].map(([from, to]) => ({ from, to }));
    // Dead letters stand below the node that they are of.
    expect(ordered({ ...data, nodes, edges } as unknown as RunData).map((n) => n.index)).toEqual([0, 1, 3, 2, 5, 4]);
    expect(geo.mode).toBe('ribbons');
    expect(geo.rows[1].height).toBeGreaterThan(geo.rows[0].height);
    expect(geo.height).toBeLessThanOrEqual(500);
    expect(hasBasin(data.nodes[1])).toBe(true);
    for (const c of geo.cards) expect([c.y >= c.row.y, c.y + c.height <= c.row.y + c.row.height]).toEqual([true, true]);
  });
});

it('a kept finding without waiting is no row of its own among many', () => {
  const calm = { kind: 'nearLimit', verdict: 'good' as const, nodeId: 'Door', text: 'Door was busy.' };
  const data = assemble(bundle({ verdict: 'critical', headline: finding, findings: [finding, calm] }), layout, window(JUDGED));
  expect([...reportedNodes(data, 1)]).toEqual([1]);
});
