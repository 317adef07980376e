// One input of an example: what its text means, and what is wrong with it.
import type { TemplateParameter } from './api/types.ts';
import { number } from './format.ts';

export interface Read {
  value: unknown;
  error: string;
  fix: string | null; // a text that would do
}

const ok = (value: unknown): Read => ({ value, error: '', fix: null });
const wrong = (error: string, fix: string | null = null): Read => ({ value: undefined, error, fix });

export const textOf = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
export const isNumber = (p: TemplateParameter): boolean => p.type === 'number' || p.type === 'integer';

export function readInput(p: TemplateParameter, text: string): Read {
  const clean = text.trim();
  if (isNumber(p)) return readNumber(p, clean);
  if (p.type === 'boolean') return clean === 'true' || clean === 'false' ? ok(clean === 'true') : wrong('true or false');
  if (p.type === 'string' || p.type === 'enum') return ok(clean);
  try {
    return ok(JSON.parse(clean));
  } catch {
    return wrong('Not valid JSON.');
  }
}

function readNumber(p: TemplateParameter, clean: string): Read {
  const value = Number(clean);
  if (clean === '' || !Number.isFinite(value)) return wrong('A number is needed.', textOf(p.defaultValue));
  if (p.type === 'integer' && !Number.isInteger(value)) return wrong('A whole number is needed.', String(Math.round(value)));
  if (typeof p.min === 'number' && value < p.min) return wrong(`At least ${number(p.min)}.`, String(p.min));
  if (typeof p.max === 'number' && value > p.max) return wrong(`At most ${number(p.max)}.`, String(p.max));
  return ok(value);
}

// The span of the slider: the declared one where it is narrow, else around the default.
export function sliderOf(p: TemplateParameter): { min: number; max: number; step: number } | null {
  const base = p.defaultValue;
  if (!isNumber(p) || typeof base !== 'number') return null;
  const low = typeof p.min === 'number' ? p.min : Math.min(0, base * 2);
  const high = typeof p.max === 'number' ? p.max : Math.max(1, base * 3);
  const max = high - low > 6 * Math.max(1, Math.abs(base)) ? Math.max(low + 1, nice(Math.abs(base) * 2.5 || 1)) : high;
  const span = max - low;
  const step = p.type === 'integer' ? Math.max(1, Math.round(span / 400)) : 10 ** Math.floor(Math.log10(span / 100));
  return { min: low, max, step: p.step ?? step };
}

function nice(x: number): number {
  const size = 10 ** Math.floor(Math.log10(x));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((k) => k * size >= x) ?? 10) * size;
}

const GRID = /^(bins|binSize|seed)$/;
export const ofGrid = (p: TemplateParameter): boolean => GRID.test(p.name);
