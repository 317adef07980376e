// Numbers and durations as people read them. Copies and titles carry the full double.
//
// At most 4 significant digits, trailing zeros cut, groups parted by a narrow no-break space,
// a true minus. Absent is a dash, zero is 0, nothing is ever blank.

export const NARROW = '\u202f';
export const MINUS = '\u2212';
export const ABSENT = '\u2014';

export type Maybe = number | null | undefined;

export const isAbsent = (x: Maybe): x is null | undefined => x === null || x === undefined || Number.isNaN(x);

function decimals(size: number, digits: number): number {
  if (digits === 3) return size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
}

const grouped = (whole: string): string => whole.replace('-', MINUS).replace(/\B(?=(\d{3})+(?!\d))/g, NARROW);

// `digits` 4 in sentences and panels, 3 inside nodes and tables.
export function number(x: Maybe, digits: 3 | 4 = 4): string {
  if (isAbsent(x)) return ABSENT;
  if (!Number.isFinite(x)) return x > 0 ? '\u221e' : `${MINUS}\u221e`;
  if (Math.abs(x) < 1e-9) return '0';
  const places = decimals(Math.abs(x), digits);
  let text = x.toFixed(places);
  if (places) text = text.replace(/\.?0+$/, '');
  if (text === '-0' || text === '0') return !places ? '0' : x > 0 ? `< ${(10 ** -places).toFixed(places)}` : `> ${MINUS}${(10 ** -places).toFixed(places)}`;
  const [whole, fraction] = text.split('.');
  return fraction ? `${grouped(whole)}.${fraction}` : grouped(whole);
}

// Counts of items are whole from 10 on.
export const count = (x: Maybe): string =>
  isAbsent(x) ? ABSENT : Math.abs(x) >= 10 ? number(Math.round(x)) : number(x, 3);

export const signed = (x: Maybe, digits: 3 | 4 = 4): string =>
  isAbsent(x) ? ABSENT : (x > 1e-9 ? '+' : '') + number(x, digits);

export interface Measure {
  value: string;
  unit: string;
}

// Minutes as ms (< 1 s), s (< 1 min), min (< 2 h), h (< 48 h), days.
export function duration(minutes: Maybe): Measure {
  if (isAbsent(minutes)) return { value: ABSENT, unit: '' };
  const size = Math.abs(minutes);
  if (size >= 2880) return { value: number(minutes / 1440, 3), unit: 'days' };
  if (size >= 120) return { value: number(minutes / 60, 3), unit: 'h' };
  if (size > 1e-9 && size < 1 / 60) return { value: number(minutes * 60_000, 3), unit: 'ms' };
  if (size > 1e-6 && size < 1) return { value: number(minutes * 60, 3), unit: 's' };
  return { value: number(minutes, 3), unit: 'min' };
}

// A change of minutes in the unit of its size.
export const durationChange = (minutes: number): Measure => ({ ...duration(Math.abs(minutes)), value: `${minutes < 0 ? MINUS : '+'}${duration(Math.abs(minutes)).value}` });

// One unit for several values that are read side by side: that of the largest.
export function durationScale(largest: number): { unit: string; minutes: number } {
  return largest >= 2880 ? { unit: 'days', minutes: 1440 } : largest >= 120 ? { unit: 'h', minutes: 60 } : largest >= 1 || largest <= 1e-6 ? { unit: 'min', minutes: 1 } : { unit: 's', minutes: 1 / 60 };
}

export const durationText = (minutes: Maybe): string => {
  const { value, unit } = duration(minutes);
  return unit ? `${value} ${unit}` : value;
};

// "15 min", "1 day", "2 days": what somebody promised.
export function promiseText(minutes: number): string {
  if (minutes >= 1440 && minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${number(minutes / 1440)} days`;
  return durationText(minutes);
}

const FULL_WITHIN = 1e-6; // what the server calls full

// "100" is a claim: of a ratio beside 1 the next tenth on its own side is written. Nothing but 0 is "0".
export function percentNumber(ratio: Maybe): string {
  if (isAbsent(ratio)) return ABSENT;
  const text = number(ratio * 100, 3);
  if (text !== '100' || Math.abs(ratio - 1) <= FULL_WITHIN) return text;
  return String((ratio < 1 ? Math.floor(ratio * 1000) : Math.ceil(ratio * 1000)) / 10);
}
export const percent = (ratio: Maybe): string => (isAbsent(ratio) ? ABSENT : `${percentNumber(ratio)}${NARROW}%`);

// What a copy of a shown number holds.
export const exact = (x: Maybe): string => (isAbsent(x) ? '' : String(x));

export function bytes(size: number): string {
  if (size < 1000) return `${size}${NARROW}B`;
  if (size < 1e6) return `${number(size / 1e3, 3)}${NARROW}kB`;
  return `${number(size / 1e6, 3)}${NARROW}MB`;
}

// ids as words: "FailedQueries" is "Failed Queries"; what an author spelt with other signs stays.
export const spaced = (id: string): string =>
  /^[A-Za-z][A-Za-z0-9]*$/.test(id) ? id.replace(/([a-z0-9])([A-Z])/g, '$1 $2') : id;

export const plural = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;
