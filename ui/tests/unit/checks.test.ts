import { expect, it } from 'vitest';

import type { Finding, Warning } from '../../src/lib/api/types.ts';
import { whenFound } from '../../src/lib/checks.ts';

const grid = { bins: 288, binMinutes: 5, startMs: Date.parse('2026-03-02T00:00:00Z') };
const found = (more: Partial<Warning>): Warning => ({ code: 'x', message: '', severity: 'warning', ...more });

it.each([
  ['its own span', found({ startBin: 108, endBin: 167 }), '09:00\u201314:00'],
  ['the span of the finding of the judgement, not the five bins that are stored', found({ code: 'health_retry_storm', nodeId: 'S', bins: [108, 109, 110, 111, 112] }), '09:00\u201318:00'],
  ['a cut list of bins has no end', found({ nodeId: 'S', bins: [108, 109, 110, 111, 112] }), 'from 09:00 on'],
  ['a few bins in a row', found({ bins: [108, 109] }), '09:00\u201309:10'],
  ['a few bins apart', found({ bins: [108, 120] }), '09:00, 10:00'],
  ['none', found({}), ''],
])('when a check found something: %s', (_, w, text) => {
  const findings = [{ kind: 'retryStorm', nodeId: 'S', fromBin: 108, toBin: 215 }] as Finding[];
  expect(whenFound(w, { grid, findings })).toBe(text);
});
