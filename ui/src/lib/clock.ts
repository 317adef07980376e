// Bins as clock times. A bin is an interval; a grid of days shows dates; a grid without a start
// shows the time since its beginning.
import { number } from './format.ts';

export interface Grid {
  bins: number;
  binMinutes: number;
  startMs: number | null;
}

export interface Tick {
  bin: number;
  label: string;
  short: string;
}

const DAY = 1440;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (n: number): string => String(n).padStart(2, '0');

export const ofDays = (grid: Grid): boolean => grid.binMinutes >= DAY;
const minutesAt = (grid: Grid, bin: number): number => bin * grid.binMinutes;
const msAt = (grid: Grid, bin: number): number => Math.round(minutesAt(grid, bin) * 60_000);
const dateAt = (grid: Grid, bin: number): Date => new Date((grid.startMs ?? 0) + msAt(grid, bin));
const spanDays = (grid: Grid): number => minutesAt(grid, grid.bins) / DAY;

// How fine a clock must be so that two bins never read alike: 1 to the minute, 2 to the second, 3 to the millisecond.
type Fine = 1 | 2 | 3;
function fineOf(grid: Grid): Fine {
  const bin = msAt(grid, 1);
  const start = grid.startMs ?? 0;
  if (bin % 60_000 === 0 && start % 60_000 === 0) return 1;
  return bin % 1000 === 0 && start % 1000 === 0 ? 2 : 3;
}

// "14:05", "14:05:30", "14:05:30.250" of milliseconds since midnight.
function clockOf(ms: number, fine: Fine): string {
  const whole = Math.floor(ms / 1000);
  const clock = `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}`;
  if (fine === 1) return clock;
  const seconds = `${clock}:${two(whole % 60)}`;
  return fine === 2 ? seconds : `${seconds}.${String(Math.floor(ms % 1000)).padStart(3, '0')}`;
}

const DAY_MS = 86_400_000;

function sinceStart(ms: number, fine: Fine): string {
  const days = Math.floor(ms / DAY_MS);
  const clock = clockOf(ms - days * DAY_MS, fine);
  return days ? `day ${days + 1} ${clock}` : clock;
}

const dayMonth = (date: Date): string => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;

function clockAt(grid: Grid, bin: number, fine: Fine = fineOf(grid)): string {
  const ms = dateAt(grid, bin).getTime() % DAY_MS;
  return clockOf(bin === grid.bins && ms === 0 ? DAY_MS : ms, fine);
}

// The start of a bin, as short as is clear.
export function timeAt(grid: Grid, bin: number): string {
  if (grid.startMs === null) return ofDays(grid) ? `day ${number(minutesAt(grid, bin) / DAY + 1)}` : sinceStart(msAt(grid, bin), fineOf(grid));
  if (ofDays(grid)) return dayMonth(dateAt(grid, bin));
  const clock = clockAt(grid, bin);
  return spanDays(grid) > 1.01 ? `${dayMonth(dateAt(grid, bin))} ${clock}` : clock;
}

// The pill on the cursor line: never longer than a label of the axis needs.
export function pillAt(grid: Grid, bin: number): string {
  return ofDays(grid) || grid.startMs === null ? timeAt(grid, bin) : clockAt(grid, bin);
}

export interface ClockFace {
  big: string;
  small: string;
}

export function clockFace(grid: Grid, bin: number): ClockFace {
  if (grid.startMs === null) {
    const big = ofDays(grid) ? timeAt(grid, bin) : `${timeAt(grid, bin)}\u2013${timeAt(grid, bin + 1).replace(/^day \d+ /, '')}`;
    return { big, small: 'since the start of the run' };
  }
  const date = dateAt(grid, bin);
  const weekday = WEEKDAYS[date.getUTCDay()];
  if (ofDays(grid)) return { big: `${weekday} ${dayMonth(date)}`, small: `${date.getUTCFullYear()} \u00b7 UTC` };
  return {
    big: `${clockAt(grid, bin)}\u2013${clockAt(grid, bin + 1)}`,
    small: `${weekday} ${dayMonth(date)} ${date.getUTCFullYear()} \u00b7 UTC`,
  };
}

export function span(grid: Grid, from: number, to: number): string {
  const dash = ofDays(grid) ? ' \u2013 ' : '\u2013';
  return `${timeAt(grid, from)}${dash}${timeAt(grid, ofDays(grid) ? to : to + 1)}`;
}

// Round steps between ticks, in milliseconds.
const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500], ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND), ...[1, 5, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 168, 336].map((n) => n * HOUR),
];

function monthTicks(grid: Grid): Tick[] {
  const ticks: Tick[] = [];
  for (let bin = 0; bin < grid.bins; bin++) {
    const date = dateAt(grid, bin);
    const first = date.getUTCDate() <= Math.max(1, grid.binMinutes / DAY) && date.getUTCHours() === 0;
    if (bin === 0 || first) ticks.push({ bin, label: dayMonth(date), short: MONTHS[date.getUTCMonth()] });
  }
  return ticks;
}

// About `wanted` ticks at round times. Months where the grid is longer than ten weeks.
export function ticks(grid: Grid, wanted = 8): Tick[] {
  const hours = minutesAt(grid, grid.bins) / 60;
  if (grid.startMs !== null && hours >= 24 * 70) return monthTicks(grid);
  const whole = msAt(grid, grid.bins);
  const step = STEPS.find((ms) => whole / ms <= wanted + 0.5) ?? Math.ceil(whole / wanted / DAY_MS) * DAY_MS;
  const fine: Fine = step % MINUTE === 0 ? 1 : step % SECOND === 0 ? 2 : 3;
  const offset = grid.startMs === null ? 0 : grid.startMs % Math.min(step, DAY_MS);
  const found: Tick[] = [];
  for (let ms = offset ? step - offset : 0; ms <= whole; ms += step) found.push(tickAt(grid, ms, step, fine));
  return found;
}

function tickAt(grid: Grid, ms: number, step: number, fine: Fine): Tick {
  const bin = ms / 60_000 / grid.binMinutes;
  const days = step >= DAY_MS;
  if (grid.startMs === null) {
    const label = days ? `day ${ms / DAY_MS + 1}` : sinceStart(ms, fine);
    return { bin, label, short: days ? String(ms / DAY_MS + 1) : label };
  }
  const midnight = (grid.startMs + ms) % DAY_MS === 0;
  const label = days || (spanDays(grid) > 1.01 && midnight) ? dayMonth(dateAt(grid, bin)) : clockAt(grid, bin, fine);
  return { bin, label, short: fine === 1 && label.endsWith(':00') ? label.slice(0, -3) : label };
}

// "2 min ago", "11:44", "14 May": when something was made.
export function ago(utc: string, now = Date.now()): string {
  const at = Date.parse(utc);
  if (Number.isNaN(at)) return '';
  const minutes = (now - at) / 60_000;
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${Math.floor(minutes)} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const date = new Date(at);
  return `${dayMonth(date)}${date.getUTCFullYear() === new Date(now).getUTCFullYear() ? '' : ` ${date.getUTCFullYear()}`}`;
}

const JUMPS: Record<string, number> = { ms: 1 / MINUTE, s: 1 / 60, sec: 1 / 60, min: 1, m: 1, h: 60 };

// The bin in which it is that time of the run's first day, or of the next one for what starts later.
function binOfClock(grid: Grid, ms: number): number {
  const start = grid.startMs === null ? 0 : grid.startMs % DAY_MS;
  const after = ms >= start ? ms - start : ms - start + DAY_MS;
  return Math.floor(after / 60_000 / grid.binMinutes + 1e-9);
}

// "14:30", "bin 812", "+2h", "-30min": where somebody wants to go; null when it is none of these.
export function parseGoto(text: string, grid: Grid, from: number): number | null {
  const clean = text.trim().toLowerCase();
  const clamp = (bin: number): number => Math.max(0, Math.min(grid.bins - 1, bin));
  const bin = /^(?:bin\s*)?(\d+)$/.exec(clean);
  if (bin) return clamp(Number(bin[1]));
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,3})?))?$/.exec(clean);
  if (clock) return clamp(binOfClock(grid, (Number(clock[1]) * 60 + Number(clock[2])) * MINUTE + Number(clock[3] ?? 0) * SECOND));
  const jump = /^([+-])\s*(\d+(?:\.\d+)?)\s*(ms|s|sec|min|m|h|d|days?)?$/.exec(clean);
  if (!jump) return null;
  const unit = jump[3] ? (JUMPS[jump[3]] ?? DAY) : grid.binMinutes;
  return clamp(from + (jump[1] === '-' ? -1 : 1) * Math.round((Number(jump[2]) * unit) / grid.binMinutes));
}
