// What makes a run differ from the template it came from, in words.
import type { InputChange, RunItem, TemplateParameter } from './api/types.ts';
import { number } from './format.ts';

export const shownValue = (value: unknown): string => (typeof value === 'number' ? number(value) : value === undefined || value === null ? '\u2014' : String(value));

export function changesOf(item: Pick<RunItem, 'differs' | 'parameters'>, parameters: readonly TemplateParameter[] | undefined): InputChange[] | null {
  if (item.differs) return item.differs;
  if (!item.parameters || !parameters) return null;
  return parameters
    .filter((p) => p.name in item.parameters! && JSON.stringify(item.parameters![p.name]) !== JSON.stringify(p.defaultValue))
    .map((p) => ({ name: p.name, title: p.title, value: item.parameters![p.name], defaultValue: p.defaultValue }));
}

// What a run was made from; a model without a template has the id that the server gives all of them.
export const originOf = (about: { templateId?: string; templateTitle?: string }): string =>
  about.templateId === 'adhoc-model' && (!about.templateTitle || about.templateTitle === about.templateId) ? 'Plain model' : about.templateTitle || about.templateId || '';

export interface Title {
  name: string; // "Payment capacity"
  before: string; // "72"
  after: string; // "76"
  more: number; // further inputs that differ
}

// null where the server does not say with what a run was made.
export function titleOf(changes: InputChange[] | null): Title | null {
  if (!changes) return null;
  if (!changes.length) return { name: 'Defaults', before: '', after: '', more: 0 };
  const [first] = changes;
  return { name: first.title ?? first.name, before: shownValue(first.defaultValue), after: shownValue(first.value), more: changes.length - 1 };
}
