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
const dateAt = (grid: Grid, bin: number): Date => new Date((grid.startMs ?? 0) + minutesAt(grid, bin) * 60_000);
const spanDays = (grid: Grid): number => minutesAt(grid, grid.bins) / DAY;

function sinceStart(minutes: number): string {
  const days = Math.floor(minutes / DAY);
  const rest = minutes - days * DAY;
  const clock = `${two(Math.floor(rest / 60))}:${two(Math.floor(rest % 60))}`;
  return days ? `day ${days + 1} ${clock}` : clock;
}

const dayMonth = (date: Date): string => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;

function clockAt(grid: Grid, bin: number): string {
  const date = dateAt(grid, bin);
  const atEnd = bin === grid.bins && date.getUTCHours() === 0 && date.getUTCMinutes() === 0;
  return atEnd ? '24:00' : `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

// The start of a bin, as short as is clear.
export function timeAt(grid: Grid, bin: number): string {
  if (grid.startMs === null) return ofDays(grid) ? `day ${number(minutesAt(grid, bin) / DAY + 1)}` : sinceStart(minutesAt(grid, bin));
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
    const big = ofDays(grid) ? timeAt(grid, bin) : `${sinceStart(minutesAt(grid, bin))}\u2013${sinceStart(minutesAt(grid, bin + 1)).replace(/^day \d+ /, '')}`;
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

const HOURS = [1 / 60, 1 / 12, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168, 336];

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
  const step = (HOURS.find((h) => hours / h <= wanted + 0.5) ?? Math.ceil(hours / wanted / 24) * 24) * 60;
  const found: Tick[] = [];
  const offset = grid.startMs === null ? 0 : (grid.startMs / 60_000) % Math.min(step, DAY);
  for (let minute = offset ? step - offset : 0; minute <= minutesAt(grid, grid.bins) + 1e-9; minute += step) {
    const bin = minute / grid.binMinutes;
    const whole = step >= DAY;
    if (grid.startMs === null) {
      const label = whole ? `day ${minute / DAY + 1}` : sinceStart(minute);
      found.push({ bin, label, short: whole ? String(minute / DAY + 1) : label });
      continue;
    }
    const label = whole || (spanDays(grid) > 1.01 && minute % DAY === 0) ? dayMonth(dateAt(grid, bin)) : clockAt(grid, bin);
    found.push({ bin, label, short: label.endsWith(':00') ? label.slice(0, -3) : label });
  }
  return found;
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

// "14:30", "bin 812", "+2h", "-30min": where somebody wants to go; null when it is none of these.
export function parseGoto(text: string, grid: Grid, from: number): number | null {
  const clean = text.trim().toLowerCase();
  const clamp = (bin: number): number => Math.max(0, Math.min(grid.bins - 1, bin));
  const bin = /^(?:bin\s*)?(\d+)$/.exec(clean);
  if (bin) return clamp(Number(bin[1]));
  const clock = /^(\d{1,2}):(\d{2})$/.exec(clean);
  if (clock) return clamp(Math.floor((Number(clock[1]) * 60 + Number(clock[2])) / grid.binMinutes));
  const jump = /^([+-])\s*(\d+(?:\.\d+)?)\s*(min|m|h|d|days?)?$/.exec(clean);
  if (!jump) return null;
  const unit = !jump[3] ? grid.binMinutes : jump[3] === 'h' ? 60 : jump[3].startsWith('d') ? DAY : 1;
  return clamp(from + (jump[1] === '-' ? -1 : 1) * Math.round((Number(jump[2]) * unit) / grid.binMinutes));
}
