import { describe, expect, it } from 'vitest';

import type { Explanation, TemplateAnswer } from '../../src/lib/api/types.ts';
import { firstAttempts } from '../../src/lib/big_berg.ts';
import { base64, differing, filled, subjectText } from '../../src/lib/one_file.ts';
import type { RunNode } from '../../src/lib/run_data.ts';

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
