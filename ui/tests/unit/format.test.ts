import { describe, expect, it } from 'vitest';

import { ABSENT, count, duration, durationChange, durationScale, durationText, exact, number, percent, percentNumber, promiseText, signed, spaced } from '../../src/lib/format.ts';

const N = '\u202f';
const M = '\u2212';

describe('number: at most four digits, zeros cut, true minus, narrow groups', () => {
  it.each([
    [null, ABSENT], [undefined, ABSENT], [NaN, ABSENT], [0, '0'], [7.1e-15, '0'], [-7.1e-15, '0'],
    [1467.4, `1${N}467`], [429.1039, '429.1'], [67.68, '67.7'], [3.456, '3.46'], [0.8640001, '0.864'], [-4320, `${M}4${N}320`],
    [1234567.8, `1${N}234${N}568`], [100, '100'], [10, '10'], [1, '1'], [0.0001, '< 0.001'], [Infinity, '\u221e'],
  ])('%s is %s', (x, text) => expect(number(x)).toBe(text));
  it('three digits inside nodes', () => {
    expect(number(1163.54, 3)).toBe(`1${N}164`);
    expect(number(74.8199, 3)).toBe('74.8');
    expect(number(3.456, 3)).toBe('3.46');
  });
  it('counts are whole from 10 on', () => {
    expect(count(429.1)).toBe('429');
    expect(count(3.456)).toBe('3.46');
    expect(count(9.999)).toBe('10');
  });
  it('a plus is written, a zero has none', () => {
    expect(signed(206.63)).toBe('+206.6');
    expect(signed(-3)).toBe(`${M}3`);
    expect(signed(1e-12)).toBe('0');
  });
  it('copies hold the full double', () => expect(exact(429.10391142240735)).toBe('429.10391142240735'));
});

describe('durations: s below a minute, min below 2 h, h below 48 h, else days', () => {
  it.each([
    [0.5, '30 s'], [0, '0 min'], [1, '1 min'], [29.7431, '29.7 min'], [119.9, '120 min'], [120, '2 h'], [2879, '48 h'], [2880, '2 days'], [6091.2, '4.23 days'],
  ])('%s min is %s', (m, text) => expect(durationText(m)).toBe(text));
  it('a change has the unit of its size', () => expect(durationChange(-2824)).toEqual({ value: `${M}47.1`, unit: 'h' }));
  it.each([[6098, 'days'], [150, 'h'], [29.7, 'min'], [0, 'min'], [0.2, 's']])('side by side the largest has the word: %s min in %s', (m, unit) => expect(durationScale(m).unit).toBe(unit));
  it('absent has no unit', () => expect(duration(null)).toEqual({ value: ABSENT, unit: '' }));
  it('promises of whole days are days', () => {
    expect(promiseText(1440)).toBe('1 day');
    expect(promiseText(2880)).toBe('2 days');
    expect(promiseText(15)).toBe('15 min');
  });
});

describe('percent', () => {
  it('a narrow space before the sign', () => expect(percent(0.8456)).toBe(`84.6${N}%`));
  it.each([
    [1, '100'], [1 - 1e-9, '100'], [1 + 1e-9, '100'], [0.9999999, '100'],
    [0.9996, '99.9'], [0.99999, '99.9'], [0.996, '99.6'], [0.99949, '99.9'],
    [1.0004, '100.1'], [1.00001, '100.1'], [1.004, '100.4'], [1.0049, '100.5'], [1.006, '101'], [1.013, '101'],
  ])('full is 100, beside it is not: %s is %s', (ratio, text) => expect(percentNumber(ratio)).toBe(text));
  it.each([
    [0, '0'], [1e-12, '0'], [0.00001, '< 0.01'], [1e-8, '< 0.01'], [-0.00001, `> ${M}0.01`], [0.0004, '0.04'],
  ])('nothing but zero is 0: %s is %s', (ratio, text) => expect(percentNumber(ratio)).toBe(text));
});
it('ids become words, other spellings stay', () => {
  expect(spaced('FailedQueries')).toBe('Failed Queries');
  expect(spaced('eu-west-1/orders')).toBe('eu-west-1/orders');
});
