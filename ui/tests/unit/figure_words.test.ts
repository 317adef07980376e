import { expect, test } from 'vitest';

import { figureWords } from '../../src/lib/figure_words.ts';
import type { RunData } from '../../src/lib/run_data.ts';

const data = { nodes: [{ id: 'Payment', label: 'Payment', queueId: 'payment_queue' }, { id: 'web_store', label: 'web store', queueId: null }] } as unknown as RunData;

test.each([
  ['longest(Payment)', 'longest wait', 'Payment'],
  ['p95Wait(web_store)', 'p95 wait', 'web store'],
  ['payment_queue:max', 'most waiting', 'Payment'],
  ['max(payment_queue)', 'most waiting', 'Payment'],
  ['payment_queue:min', 'smallest', 'payment_queue'],
  ['sum(orders)', 'sum', 'orders'],
  ['late(run)', 'came late', ''],
  ['something(new)', 'something', 'new'],
])('%s reads "%s" at "%s"', (figure, what, where) => {
  expect(figureWords(figure, data)).toEqual({ what, where });
});
