import { describe, expect, it } from 'vitest';

import type { Explanation, TemplateAnswer } from '../../src/lib/api/types.ts';
import { firstAttempts } from '../../src/lib/asked.ts';
import { limitOf } from '../../src/lib/limit.ts';
import { clearAt } from '../../src/lib/big_berg.ts';
import { base64, differing, filled, subjectText } from '../../src/lib/one_file.ts';
import { storyOf } from '../../src/lib/story.ts';
import type { RunData, RunNode } from '../../src/lib/run_data.ts';

describe('first attempts', () => {
  const node = { series: { arrivals: Float64Array.of(10, 12, NaN), retryEcho: Float64Array.of(0, 2, 1) } } as unknown as RunNode;
  const why = (...kinds: string[]): Explanation => ({ contributions: kinds.map((kind) => ({ kind, amount: 3 })) }) as unknown as Explanation;
  it('are what was asked for without what came again', () => expect([...firstAttempts(node, why('start', 'echo'))!]).toEqual([10, 10, NaN]));
  it('are not drawn where nothing came again', () => {
    expect(firstAttempts(node, why('start'))).toBeNull();
    expect(firstAttempts(node, null)).toBeNull();
    expect(firstAttempts({ series: { arrivals: Float64Array.of(1) } } as unknown as RunNode, why('echo'))).toBeNull();
  });
});

describe('what decides how much can leave', () => {
  const data = { binsPerPoint: 1 } as RunData;
  const why = { value: 10, bin: 2, buildUp: { firstBin: 0 } } as unknown as Explanation;
  const node = (capacity: number[]): RunNode => ({ series: { arrivals: Float64Array.of(10, 20, 20), served: Float64Array.of(10, 15, 15) }, could: Float64Array.from(capacity) }) as unknown as RunNode;
  it('is what the node can do where that was exceeded', () => expect(limitOf(data, node([15, 15, 15]), why)?.own).toBe(true));
  it('is what left it where it could have done more: a shared capacity, departures', () => {
    const limit = limitOf(data, node([90, 90, 90]), why);
    expect(limit?.own).toBe(false);
    expect([...limit!.values]).toEqual([10, 15, 15]);
  });
  it('is what left it where nothing says what it can do', () => expect(limitOf(data, { ...node([]), could: null }, why)?.own).toBe(false));
});

describe('words beside what is drawn', () => {
  const frame = { x: 0, width: 100 };
  it('are as far left as there is room', () => {
    expect(clearAt([0, 0, 0, 0, 1, 1, 1, 1, 1, 1], 0.5, frame, 20)).toBe(8);
    expect(clearAt([1, 1, 1, 0, 0, 0, 0, 0, 0, 0], 0.5, frame, 20)).toBe(36);
    expect(clearAt([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 0.5, frame, 20)).toBeNull();
  });
});

describe('since when', () => {
  const grid = { bins: 288, binMinutes: 5, startMs: Date.parse('2026-03-02T00:00:00Z') };
  const ratio = (late: number[]): Float64Array => Float64Array.from({ length: 288 }, (_, i) => (late.includes(i) ? 2 : 0));
  const since = (late: number[]): (string | undefined)[] => {
    const headline = { kind: 'overload', verdict: 'critical', nodeId: 'A', text: 'A fell behind.', fromBin: 108, toBin: 215, harmed: 12 };
    const data = { grid, binsPerPoint: 1, verdict: 3, noun: 'orders', headline, nodes: [{ id: 'A', series: {}, ratio: ratio(late) }] } as unknown as RunData;
    const step = storyOf({ data, why: null, fix: null, helped: null }).find((s) => s.key === 'since');
    return [step?.sentence, step?.about];
  };
  it('says when it was first late', () => expect(since([138])).toEqual(['From 09:00 on; it was first late at 11:30', 'It lasted from 09:00 to 18:00; 12 orders came late or were lost.']));
  it('nothing is first after it began', () => expect(since([89, 138])[0]).toBe('From 09:00 on; single ones were late before, at 07:25 first'));
});

it('a story without a server speaks of no picture that it has not', () => {
  const grid = { bins: 3, binMinutes: 60, startMs: null };
  const node = { id: 'A', label: 'A', series: { arrivals: Float64Array.of(9, 9, 9), served: Float64Array.of(9, 5, 9) }, could: null, ratio: null };
  const data = { grid, binsPerPoint: 1, verdict: 1, noun: 'items', headline: null, nodes: [node] } as unknown as RunData;
  const why = { value: 4, bin: 1, seriesId: 'q', contributions: [] } as unknown as Explanation;
  const about = (alone: boolean): string | undefined => storyOf({ data, why, fix: null, helped: null, alone }).find((s) => s.key === 'why')?.about;
  expect(about(false)).toMatch(/dashed line/);
  expect(about(true)).toBe('Why (W) opens what it is made of.');
});

describe('a story as one file', () => {
  const template = { parameters: [{ name: 'a', defaultValue: 72 }, { name: 'b', defaultValue: [1, 2] }, { name: 'c', defaultValue: 'x' }] } as unknown as TemplateAnswer;
  it('holds the values that differ from the defaults', () => expect(differing({ a: 74, b: [1, 2], c: 'y', gone: 1 }, template)).toEqual({ a: 74, c: 'y' }));
  it('says its subject in the order of the program; no text ends its element', () => {
    const of = { title: 'Shop', templateId: 'shop', file: 'shop.yaml', text: 'a </script> b\n', parameters: { a: 74, b: [1, 3], c: 'y' } };
    expect(subjectText(of, { parameter: 'a', title: 'A', from: 74, to: 76, text: 'Try 76' })).toBe(
      '{"v":1,"title":"Shop","kind":"template","templateId":"shop","file":"shop.yaml","text":"a \\u003c/script> b\\n","given":{"b":[1,3]},"changes":{"values":{"a":"74","c":"y"}},"story":true,"fix":{"parameter":"a","title":"A","from":74,"to":76}}',
    );
    expect(subjectText({ ...of, templateId: '', parameters: {} }, null)).toMatch(/"kind":"model".*"story":true}$/);
  });
  it('is the page with both put in, and may connect to nothing', () => {
    const page = `<meta content="connect-src 'self'"><s id="ft-model"></s><s id="ft-module"></s>`;
    expect(filled(page, '{$&}', 'AAA=')).toBe(`<meta content="connect-src 'none'"><s id="ft-model">{$&}</s><s id="ft-module">AAA=</s>`);
    expect(() => filled('<p></p>', '{}', '')).toThrow(/no page/);
  });
  it('has the bytes of the engine as base64', () => {
    const bytes = Uint8Array.from({ length: 40_001 }, (_, i) => (i * 7) % 256);
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });
});
