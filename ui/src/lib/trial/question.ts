// What a trial asks: texts that were typed, and stretches of time with another value, as the engine and the server
// take them.
import type { Overrides } from '../../../engine/types.ts';
import type { NewRun } from '../api/client.ts';
import { readInput, textOf } from '../inputs.ts';
import type { Question } from '../what_if.svelte.ts';
import type { Knob } from './knobs.ts';

// The value of an input from one bin to another, both included.
export interface Stretch {
  name: string;
  from: number;
  to: number;
  value: number;
}

export interface Changes {
  values: Record<string, string>; // by the name of an input, as typed
  stretches: readonly Stretch[];
  text: string | null; // a model text in place of the subject's
}

export const UNCHANGED: Changes = { values: {}, stretches: [], text: null };

export interface Subject {
  title: string;
  kind: 'template' | 'model';
  text: string;
  templateId: string; // empty: a model
  file: string;
}

// The value of every bin, or the one value; null where the text is no number yet.
function valuesOf(knob: Knob, changes: Changes, bins: number): number | number[] | null {
  const read = readInput(knob, changes.values[knob.name] ?? textOf(knob.defaultValue));
  if (read.error) return null;
  const own = changes.stretches.filter((s) => s.name === knob.name);
  const value = Number(read.value);
  if (!own.length) return knob.factor ? knob.factor.map((v) => v * value) : value;
  const list = knob.factor ? knob.factor.map((v) => v * value) : new Array<number>(bins).fill(value);
  for (const s of own) list.fill(s.value, s.from, s.to + 1);
  return list;
}

// As `--set` writes them, in the order in which they hold.
export function settingsOf(knobs: readonly Knob[], changes: Changes, kind: Subject['kind']): string[] {
  const out: string[] = [];
  for (const knob of knobs) {
    const text = changes.values[knob.name];
    if (kind === 'model' && text !== undefined && !readInput(knob, text).error) out.push(`${knob.name}${knob.factor ? '*=' : '='}${text.trim()}`);
    for (const s of changes.stretches) if (s.name === knob.name) out.push(`${s.name}[${s.from}..${s.to}]=${s.value}`);
  }
  return out;
}

export function questionOf(subject: Subject, knobs: readonly Knob[], changes: Changes, bins: number, given: Record<string, unknown>): Question {
  const ofModel = changes.text !== null || subject.kind === 'model';
  const moved = new Set([...Object.keys(changes.values), ...changes.stretches.map((s) => s.name)]);
  const values: Overrides = {};
  for (const knob of knobs) {
    const value = moved.has(knob.name) ? valuesOf(knob, changes, bins) : null;
    if (value !== null) values[knob.name] = value;
  }
  const settings = settingsOf(knobs, changes, ofModel ? 'model' : 'template');
  const whole = Object.fromEntries(Object.entries(changes.values).flatMap(([name, text]) => {
    const knob = knobs.find((k) => k.name === name);
    const read = knob && readInput(knob, text);
    return read && !read.error ? [[name, read.value]] : [];
  }));
  const request: NewRun = ofModel ? { model: changes.text ?? subject.text } : { templateId: subject.templateId, parameters: { ...given, ...whole } };
  if (settings.length) request.settings = settings;
  return {
    title: subject.title, kind: ofModel ? 'model' : 'template', text: changes.text ?? subject.text, file: subject.file,
    parameters: ofModel ? {} : { ...given, ...values }, overrides: ofModel ? values : {}, request,
  };
}

// The same for a shell.
export function commandOf(subject: Subject, knobs: readonly Knob[], changes: Changes): string {
  const what = subject.kind === 'template' ? `--template-id ${subject.templateId}` : subject.file;
  const params = subject.kind === 'template' ? Object.entries(changes.values).map(([name, text]) => ` --param ${name}=${text.trim()}`) : [];
  return `flowtime run ${what}${params.join('')}${settingsOf(knobs, changes, subject.kind).map((s) => ` --set '${s}'`).join('')}`;
}
