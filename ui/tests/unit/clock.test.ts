import { describe, expect, it } from 'vitest';

import { ago, clockFace, parseGoto, pillAt, span, ticks, timeAt, type Grid } from '../../src/lib/clock.ts';

const start = Date.parse('2026-03-02T00:00:00Z');
const day: Grid = { bins: 288, binMinutes: 5, startMs: start };
const halfYear: Grid = { bins: 182, binMinutes: 1440, startMs: start };
const noStart: Grid = { bins: 48, binMinutes: 60, startMs: null };
const week: Grid = { bins: 168, binMinutes: 60, startMs: start };

describe('a bin is an interval', () => {
  it('shows both ends', () => expect(clockFace(day, 167)).toEqual({ big: '13:55\u201314:00', small: 'Mon 2 Mar 2026 \u00b7 UTC' }));
  it('ends the day at 24:00', () => expect(clockFace(day, 287).big).toBe('23:55\u201324:00'));
  it('shows dates for days', () => expect(clockFace(halfYear, 74)).toEqual({ big: 'Fri 15 May', small: '2026 \u00b7 UTC' }));
  it('counts from the start without one', () => expect(clockFace(noStart, 25).big).toBe('day 2 01:00\u201302:00'));
  it('names the day within a week', () => {
    expect(timeAt(week, 30)).toBe('3 Mar 06:00');
    expect(pillAt(week, 30)).toBe('06:00');
  });
  it('spans end where the last bin ends', () => {
    expect(span(day, 108, 215)).toBe('09:00\u201318:00');
    expect(span(halfYear, 60, 102)).toBe('1 May \u2013 12 Jun');
  });
});

describe('ticks stand at round times', () => {
  it('every three hours of a day', () => {
    const found = ticks(day);
    expect(found.map((t) => t.label)).toEqual(['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00', '24:00']);
    expect(found.map((t) => t.bin)).toEqual([0, 36, 72, 108, 144, 180, 216, 252, 288]);
  });
  it('months of half a year', () => expect(ticks(halfYear).map((t) => t.label)).toEqual(['2 Mar', '1 Apr', '1 May', '1 Jun', '1 Jul', '1 Aug']));
  it('one bin has ticks too', () => expect(ticks({ bins: 1, binMinutes: 60, startMs: start }).length).toBeGreaterThan(1));
  it('starts at a round time when the run does not', () => {
    const shifted: Grid = { bins: 288, binMinutes: 5, startMs: start + 7 * 3_600_000 + 20 * 60_000 };
    expect(ticks(shifted)[0].label).toBe('09:00');
  });
});

describe('go to', () => {
  it.each([['13:55', 167], ['bin 12', 12], ['812', 287], ['+2h', 34], ['-30min', 4], ['+3', 13]])('%s', (text, bin) => expect(parseGoto(text, day, 10)).toBe(bin));
  it('knows what it does not understand', () => expect(parseGoto('noon', day, 10)).toBeNull());
});

it('ages', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  expect(ago('2026-03-02T11:58:00Z', now)).toBe('2 min ago');
  expect(ago('2026-03-02T08:00:00Z', now)).toBe('4 h ago');
  expect(ago('2026-02-27T08:00:00Z', now)).toBe('27 Feb');
  expect(ago('not a time', now)).toBe('');
});

describe('grids below a minute', () => {
  const seconds: Grid = { bins: 120, binMinutes: 10 / 60, startMs: start + 9 * 3_600_000 };
  const fine: Grid = { bins: 40, binMinutes: 250 / 60_000, startMs: start + 9 * 3_600_000 };
  const bare: Grid = { bins: 30, binMinutes: 1 / 60, startMs: null };
  it('clocks to the second', () => {
    expect(clockFace(seconds, 7).big).toBe('09:01:10\u201309:01:20');
    expect(timeAt(seconds, 119)).toBe('09:19:50');
    expect(span(seconds, 0, 5)).toBe('09:00:00\u201309:01:00');
  });
  it('clocks to the millisecond', () => {
    expect(clockFace(fine, 3).big).toBe('09:00:00.750\u201309:00:01.000');
    expect(pillAt(fine, 39)).toBe('09:00:09.750');
  });
  it('counts seconds from the start without one', () => expect(clockFace(bare, 4).big).toBe('00:00:04\u201300:00:05'));
  it('ticks are round, apart and inside', () => {
    expect(ticks(seconds).map((t) => t.label)).toEqual(['09:00', '09:05', '09:10', '09:15', '09:20']);
    expect(ticks(fine).map((t) => t.label)).toEqual(['09:00:00', '09:00:02', '09:00:04', '09:00:06', '09:00:08', '09:00:10']);
    expect(ticks(bare).map((t) => t.bin)).toEqual([0, 5, 10, 15, 20, 25, 30]);
  });
  it.each([['09:01:10', 7], ['+30s', 3], ['+1m', 6]])('goes to %s', (text, bin) => expect(parseGoto(text, seconds, 0)).toBe(bin));
  it('a clock time is of the day of the run', () => expect(parseGoto('09:30', { ...day, startMs: start + 9 * 3_600_000 }, 0)).toBe(6));
});
