import { describe, expect, it } from 'vitest';

import type { TemplateParameter } from '../../src/lib/api/types.ts';
import { changesOf, inWords, originOf, titleOf } from '../../src/lib/differs.ts';
import { readInput, sliderOf } from '../../src/lib/inputs.ts';
import { parse, wholeNumber } from '../../src/lib/route.ts';
import { differs } from '../../src/lib/score/before.ts';
import { closed, segments } from '../../src/lib/score/lane.ts';
import { scaleOf, SHAPE, THUMBNAIL } from '../../src/lib/score/berg.ts';
import { clampView, middleOf, pointAt, zoomed } from '../../src/lib/score/view.ts';
import { inShort, plain, sentenceOf } from '../../src/lib/sentence.ts';
import { perBin } from '../../src/lib/run_data.ts';

describe('addresses', () => {
  it.each([
    ['/', 'home', '', ''], ['/runs', 'runs', '', ''], ['/runs/run_1/explore', 'run', 'run_1', 'explore'], ['/runs/run%20x', 'run', 'run x', 'explore'],
    ['/new', 'new', '', ''], ['/compare', 'compare', '', ''], ['/lab', 'lab', '', ''], ['/models/m', 'model', 'm', ''], ['/nothing/here', 'lost', '', ''], ['/runs/%E0%A4%A', 'run', '%E0%A4%A', 'explore'],
  ])('%s', (path, page, id, tab) => expect(parse(path, '')).toMatchObject({ page, id, tab }));
  it('works below a path of a proxy', () => expect(parse('/flow/runs/a/explore', '', '/flow/')).toMatchObject({ page: 'run', id: 'a' }));
  it('reads whole numbers only', () => {
    const query = new URLSearchParams('bin=12&from=-1&to=1e3&x=');
    expect([wholeNumber(query, 'bin'), wholeNumber(query, 'from'), wholeNumber(query, 'to'), wholeNumber(query, 'x'), wholeNumber(query, 'none')]).toEqual([12, null, null, null, null]);
  });
});

describe('the sentence is the server\u2019s, split where its first part ends', () => {
  const parts = [
    { text: 'Payment fell behind from ' }, { value: 108, shown: '09:00', bin: 108 }, { text: '; the longest wait was ' }, { value: 29.7, shown: '29.7 min', bin: 167 }, { text: ' of 15 promised. Up to ' }, { value: 84.1, shown: '84', bin: 132 }, { text: ' were asked for.' },
  ];
  const text = parts.map((p) => p.text ?? p.shown).join('');
  it('keeps the links', () => {
    const { head, rest } = sentenceOf({ kind: 'overload', text, parts });
    expect(plain(head)).toBe('Payment fell behind from 09:00; the longest wait was 29.7 min of 15 promised');
    expect(plain(rest)).toBe('Up to 84 were asked for.');
    expect(head.filter((p) => p.bin !== undefined).map((p) => p.bin)).toEqual([108, 167]);
  });
  it('in short: the first and the last clause', () => {
    expect(inShort({ kind: 'x', text: 'Payment fell behind from 09:00 to 13:55, when 429 orders waited, and caught up by 18:00; the longest wait was 30 min of 15 promised. Up to 87 came.' })).toBe('Payment fell behind from 09:00 to 13:55; the longest wait was 30 min of 15 promised');
    expect(inShort({ kind: 'x', text: 'Nothing waited longer than promised. All is well.' })).toBe('Nothing waited longer than promised');
  });
  it('never says 100 % of a share beside 1', () => {
    const said = (value: number): string => plain(sentenceOf({ kind: 'x', text: 'Full at 100 %.', parts: [{ text: 'Full at ' }, { shown: '100 %', value, unit: 'share' }, { text: '.' }] }).head);
    expect([said(0.9957), said(1), said(1.004)]).toEqual(['Full at 99.6\u202f%', 'Full at 100 %', 'Full at 100.4\u202f%']);
  });
  it('does not split a number', () => expect(plain(sentenceOf({ kind: 'x', text: 'It waited 29.7 min.' }).head)).toBe('It waited 29.7 min'));
  it('shows the text when parts say something else', () => expect(plain(sentenceOf({ kind: 'x', text: 'A b.', parts: [{ text: 'C' }] }).head)).toBe('A b'));
});

describe('verdict lanes', () => {
  it('are stretches of equal verdicts', () => expect(segments([1, 2, 2, 3, 1], 2)).toEqual([{ from: 1, to: 3, code: 2 }, { from: 3, to: 4, code: 3 }]));
  it('close gaps narrower than 6 px', () => {
    const found = segments([2, 1, 2, 1, 1, 1, 2], 2);
    expect(closed(found, 4)).toHaveLength(2);
    expect(closed(found, 1)).toHaveLength(1);
    expect(closed(found, 10)).toHaveLength(3);
  });
});

describe('the iceberg has one scale', () => {
  const frame = { x: 0, y: 0, width: 100, height: 100 };
  it('one promise is half of the depth of a row and a third of a thumbnail', () => {
    const row = scaleOf({ ...SHAPE, wait: [1] }, frame);
    expect(row.promise).toBe(row.depth / 2);
    const thumb = scaleOf({ ...THUMBNAIL, wait: [1] }, frame);
    expect(thumb.promise).toBe(thumb.depth / 3);
  });
  it('six queues of 100 to 10,000: the depth follows the wait over the promise, not the count', () => {
    const scale = scaleOf({ ...SHAPE, wait: [1] }, frame);
    const queues = [[100, 1.9], [500, 0.2], [1000, 1.1], [2000, 0.7], [5000, 1.5], [10_000, 0.9]];
    const depths = queues.map(([, ratio]) => Math.min(ratio, 2) * scale.promise);
    expect(depths.indexOf(Math.max(...depths))).toBe(0);
  });
});

describe('view', () => {
  const plane = { x: 100, width: 288, from: 0, to: 288 };
  it('finds back the bin of its middle', () => {
    for (const i of [0, 1, 143, 287]) expect(pointAt(plane, middleOf(plane, i))).toBe(i);
  });
  it('never leaves the run', () => {
    expect(clampView(-5, 10, 100)).toEqual({ from: 0, to: 15 });
    expect(clampView(95, 130, 100)).toEqual({ from: 65, to: 100 });
    expect(zoomed({ from: 0, to: 100 }, 50, 0.5, 100)).toEqual({ from: 25, to: 75 });
    expect(clampView(0, 1, 1)).toEqual({ from: 0, to: 1 });
  });
});

describe('inputs', () => {
  const p: TemplateParameter = { name: 'c', type: 'number', defaultValue: 72, min: 1, max: 5000 };
  it('takes numbers within bounds', () => expect(readInput(p, ' 76 ')).toMatchObject({ value: 76, error: '' }));
  it('says what would do', () => {
    expect(readInput(p, '-4')).toMatchObject({ error: 'At least 1.', fix: '1' });
    expect(readInput(p, '')).toMatchObject({ fix: '72' });
    expect(readInput({ ...p, type: 'integer' }, '2.6')).toMatchObject({ fix: '3' });
  });
  it('the slider keeps near the default where the bounds are wide', () => expect(sliderOf(p)).toMatchObject({ min: 1, max: 200 }));
  it('a share keeps its bounds', () => expect(sliderOf({ name: 's', type: 'number', defaultValue: 0.06, min: 0, max: 0.9 })).toMatchObject({ min: 0, max: 0.9 }));
});

describe('what differs', () => {
  const params: TemplateParameter[] = [{ name: 'a', type: 'number', title: 'Payment capacity', defaultValue: 72 }, { name: 'b', type: 'number', defaultValue: 1 }];
  it('names what a run was made from', () => expect([originOf({ templateId: 'shop', templateTitle: 'Shop' }), originOf({ templateId: 'adhoc-model', templateTitle: 'adhoc-model' }), originOf({ templateId: 'shop' })]).toEqual(['Shop', 'Plain model', 'shop']));
  it('names the input', () => expect(titleOf(changesOf({ parameters: { a: 76, b: 1 } }, params))).toEqual({ name: 'Payment capacity', before: '72', after: '76', more: 0 }));
  it('counts the others', () => expect(titleOf(changesOf({ parameters: { a: 76, b: 2 } }, params))?.more).toBe(1));
  it('is Defaults when nothing does', () => expect(titleOf(changesOf({ parameters: { a: 72, b: 1 } }, params))?.name).toBe('Defaults'));
  it('is unknown when the server does not say', () => expect(titleOf(changesOf({}, params))).toBeNull());
  it.each([
    ['a parameter for some hours', { a: [72, 86.4], b: 1 }, ['a[11:00..15:00]*=1.2'], 'Payment capacity 11:00–15:00 × 1.2'],
    ['a node for some bins', { a: 72, b: 1 }, ['payment_capacity[120..140]=60'], 'payment_capacity bins 120–140 = 60'],
    ['a node that has the name of a parameter', { a: 72, b: 1 }, ['node:a[3..]-=6'], 'a from bin 3 − 6'],
    ['a parameter for all bins as what it became', { a: 76, b: 1 }, ['a=70', 'a+=6'], 'Payment capacity 72 → 76'],
    ['a parameter that became what it was as nothing', { a: 72, b: 1 }, ['a=72'], 'Defaults'],
    ['inputs before settings', { a: [72, 86.4], b: 2 }, ['a[3]*=1.2', 'Desk.wipLimit=1,2,3,4'], 'b 1 → 2, +2'],
  ] as const)('names %s', (_, given, settings, words) => expect(inWords(titleOf(changesOf({ parameters: given, settings: [...settings] }, params))!)).toBe(words));
  it('names what was set of a plain model', () => expect(inWords(titleOf(changesOf({ parameters: { agents: ['[3..]=25'] }, settings: ['agents[3..]=25'] }, undefined))!)).toBe('agents from bin 3 = 25'));
});

it('rates carry the bin', () => expect([5, 1, 60, 120, 1440, 10_080].map(perBin)).toEqual(['/5\u202fmin', '/min', '/h', '/2\u202fh', '/day', '/week']));

describe('the line of before', () => {
  it('is drawn where one can see a difference, and not over what is the same', () => {
    const now = new Float64Array([0.2, 0.5, NaN]);
    expect(differs([0.2, 0.5, NaN], now)).toBe(false);
    expect(differs([0.2, 0.5 + 1e-9, NaN], now)).toBe(false);
    expect(differs([0.2, 0.51, NaN], now)).toBe(true);
  });
});
