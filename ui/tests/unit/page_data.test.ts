import { expect, it } from 'vitest';

import type { Described, Evaluated } from '../../engine/index.ts';
import { pageData, rowsOf } from '../../src/lib/page_data.ts';

const node = (id: string) => ({ id, kind: 'serviceWithBuffer', aliases: {}, layer: 0, x: 0, y: 0 });
const described = {
  grid: { bins: 4, binSize: 1, binUnit: 'hours' }, itemNoun: 'guests', template: null, parameters: [], series: [], edges: [], events: [],
  nodes: [{ ...node('Desk'), byClass: { vip: { queue: 'q@vip', served: 's@vip' } } }, node('Bar'), node('Door')],
  classes: [{ id: 'vip', displayName: 'Guests' }, { id: 'std', displayName: '' }],
  constraints: [{ id: 'waiters', arrivals: 'asked', served: 'could', members: ['Desk', 'Bar'] }],
} satisfies Described;
const judged = (id: string) => ({ id, verdict: null, promise: { minutes: 60, declared: true }, states: { bin: [0], state: ['flowing'], verdict: [null] }, figures: null });
const said = {
  binsPerPoint: 2, milliseconds: 1, edges: [], nodes: [{ queue: Float64Array.of(3, 2) }, {}, {}],
  rows: Object.fromEntries(Object.entries({ 'q@vip': [1, 3, 2, 0], 's@vip': [1, 3, 2, NaN], asked: [8, 8, 9, 9], could: [10, 20, 30, 30] }).map(([id, row]) => [id, Float64Array.from(row)])),
  judged: { verdict: '', headline: null, judgement: { findings: [] }, findings: [], constraints: [{ id: 'waiters', verdict: 'warning' }], nodes: ['Desk', 'Bar', 'Door'].map(judged) },
} as unknown as Evaluated;

it('what a page evaluates has its classes and shared capacities, drawn in steps as all else is', () => {
  expect(rowsOf(described)).toEqual(['asked', 'could', 'q@vip', 's@vip']);
  const data = pageData({ id: 'model', title: 'Inn' }, described, said);
  expect(data.classes).toEqual([{ id: 'vip', label: 'Guests' }, { id: 'std', label: 'std' }]);
  // What waits is the largest of the step, what flows its mean, of the bins that have a value.
  expect(data.nodes[0].classes).toEqual({ vip: { queue: Float64Array.of(3, 2), served: Float64Array.of(2, 2) } });
  expect(data.nodes[1].classes).toBeNull();
  expect(data.shared).toMatchObject([{ id: 'waiters', members: [0, 1], verdict: 2, capacity: Float64Array.of(15, 30), wanted: Float64Array.of(8, 9) }]);
});
