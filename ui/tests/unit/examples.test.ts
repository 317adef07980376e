import { expect, it } from 'vitest';

import type { RunItem, TemplateSummary } from '../../src/lib/api/types.ts';
import { inOrder, otherStories } from '../../src/lib/examples.ts';

const byName = ['document-pipeline', 'it-microservices', 'my-own', 'order-system', 'retry-storm', 'supply-chain'].map((id) => ({ id }) as TemplateSummary);
const ids = (list: TemplateSummary[]): string[] => list.map((t) => t.id);

it('examples begin with the tour and come in the order in which they show most', () => {
  expect(ids(inOrder(byName, []))).toEqual(['order-system', 'retry-storm', 'it-microservices', 'supply-chain', 'document-pipeline', 'my-own']);
});
it('those whose runs tell most come before', () => {
  const run = { templateId: 'document-pipeline', verdict: 'critical', headline: { harmed: 9 } } as RunItem;
  expect(ids(inOrder(byName, [run])).slice(0, 2)).toEqual(['order-system', 'document-pipeline']);
});
it('other stories are five, without the tour', () => {
  expect(ids(otherStories(byName))).toEqual(['retry-storm', 'it-microservices', 'supply-chain', 'document-pipeline', 'my-own']);
});
