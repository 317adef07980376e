// What makes a run differ from the template it came from, in words.
import type { InputChange, RunItem, TemplateParameter } from './api/types.ts';
import { number } from './format.ts';

export const shownValue = (value: unknown): string => (typeof value === 'number' ? number(value) : value === undefined || value === null ? '\u2014' : String(value));

// "id[11:00..15:00]*=1.2", as --set takes it and as runs keep it.
const SETTING = /^(node:)?([^[=*+/]+?)(?:\[([^\]]*)\])?([-+*/]?)=(.*)$/s;
const SIGNS: Record<string, string> = { '': '=', '*': '\u00d7', '/': '\u00f7', '+': '+', '-': '\u2212' };
const MOST_VALUES = 3;

interface SettingRead {
  name: string;
  isNode: boolean; // not the parameter of its name
  range: string; // "11:00–15:00", "bins 3–5", ""
  value: string; // "× 1.2"
}

function shownRange(range: string): string {
  if (range.endsWith('..')) return `from ${shownRange(range.slice(0, -2))}`;
  const shown = range.replace('..', '\u2013');
  return /^\d+(\u2013\d+)?$/.test(shown) ? `${shown.includes('\u2013') ? 'bins' : 'bin'} ${shown}` : shown;
}

function shownValues(text: string): string {
  const values = text.split(',');
  const shown = values.slice(0, MOST_VALUES).map((v) => (v.trim() !== '' && Number.isFinite(Number(v)) ? number(Number(v)) : v));
  return shown.join(', ') + (values.length > MOST_VALUES ? ', \u2026' : '');
}

function readSetting(text: string): SettingRead {
  const found = SETTING.exec(text);
  if (!found) return { name: text, isNode: true, range: '', value: '' };
  const [, node, name, range, sign, values] = found;
  return { name, isNode: !!node, range: shownRange(range ?? ''), value: `${SIGNS[sign]} ${shownValues(values)}` };
}

export function changesOf(item: Pick<RunItem, 'differs' | 'parameters' | 'settings'>, parameters: readonly TemplateParameter[] | undefined): InputChange[] | null {
  if (item.differs) return item.differs;
  const settings = (item.settings ?? []).map(readSetting);
  const of = (s: SettingRead): TemplateParameter | undefined => (s.isNode ? undefined : parameters?.find((p) => p.name === s.name));
  // What a parameter became says more than how it was set, unless it became a value for each bin.
  const told = settings.filter((s) => !of(s) || Array.isArray(item.parameters?.[s.name]));
  const set = told.map((s) => ({ name: s.name, title: of(s)?.title, range: s.range, value: s.value, isSetting: true }));
  if (!item.parameters || !parameters) return set.length ? set : null;
  const changed = parameters.filter((p) => p.name in item.parameters! && JSON.stringify(item.parameters![p.name]) !== JSON.stringify(p.defaultValue) && !told.some((s) => of(s) === p));
  return [...changed.map((p) => ({ name: p.name, title: p.title, value: item.parameters![p.name], defaultValue: p.defaultValue })), ...set];
}

// What a run was made from; a model without a template has the id that the server gives all of them.
export const PLAIN = 'Plain model';
export const originOf = (about: { templateId?: string; templateTitle?: string }): string =>
  about.templateId === 'adhoc-model' && (!about.templateTitle || about.templateTitle === about.templateId) ? PLAIN : about.templateTitle || about.templateId || '';

export interface Title {
  name: string; // "Payment capacity"
  before: string; // "72"
  range?: string; // of a setting, which has no value before: "11:00–15:00"
  after: string; // "76", "× 1.2"
  more: number; // further inputs that differ
}

// null where the server does not say with what a run was made.
export function titleOf(changes: InputChange[] | null): Title | null {
  if (!changes) return null;
  if (!changes.length) return { name: 'Defaults', before: '', after: '', more: 0 };
  const [first] = changes;
  const more = changes.length - 1;
  const name = first.title || first.name;
  if (first.isSetting) return { name, before: '', range: first.range, after: String(first.value), more };
  return { name, before: shownValue(first.defaultValue), after: shownValue(first.value), more };
}

// "Payment capacity 72 → 76, +2", "Payment capacity 11:00–15:00 × 1.2"
export function inWords(title: Title): string {
  const from = title.before ? ` ${title.before} \u2192` : title.range ? ` ${title.range}` : '';
  return `${title.name}${from}${title.after ? ` ${title.after}` : ''}${title.more ? `, +${title.more}` : ''}`;
}
