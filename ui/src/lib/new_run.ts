// What New run asks for: one body, as it is sent, as a command for a shell, and as a command of the program.
import { ApiProblem, type NewRun } from './api/client.ts';
import type { RunItem, TemplateAnswer, TemplateParameter, TextProblem } from './api/types.ts';
import { changesOf, inWords, titleOf } from './differs.ts';
import { textOf } from './inputs.ts';

// Measured series in place of computed ones: all files of a capture, or some. A file is bound under its own name, which
// no series can have, so that it measures what the capture says.
export interface Replay {
  capture: string;
  files: readonly string[] | null; // null: all
}

export function bodyOf(templateId: string, parameters: Record<string, unknown>, replay: Replay | null, reuse: boolean): NewRun {
  const telemetry = replay && {
    mode: 'telemetry' as const,
    telemetry: { captureDirectory: replay.capture, ...(replay.files ? { bindings: Object.fromEntries(replay.files.map((f) => [f, f])) } : {}) },
  };
  return { templateId, ...telemetry, ...(Object.keys(parameters).length ? { parameters } : {}), ...(reuse ? { options: { deterministicRunId: true } } : {}) };
}

export const bodyText = (body: NewRun): string => JSON.stringify(body, null, 2);

// One word of a command line, whatever is in it.
const word = (text: string): string => (/^[\w./:=,@+%-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

export const curlOf = (body: NewRun, origin: string): string =>
  `curl ${word(`${origin.replace(/\/$/, '')}/v1/runs`)} \\\n  -H 'Content-Type: application/json' \\\n  --data-binary ${word(JSON.stringify(body))}`;

const valueText = (value: unknown): string => (Array.isArray(value) && value.every((v) => typeof v !== 'object') ? value.join(',') : textOf(value));

export function commandOf(body: NewRun): string {
  const { telemetry, parameters = {}, options } = body;
  const parts = [`flowtime run --template-id ${word(body.templateId ?? '')}`, ...Object.entries(parameters).map(([name, value]) => `--param ${word(`${name}=${valueText(value)}`)}`)];
  if (telemetry) parts.push(`--mode telemetry --capture-dir ${word(telemetry.captureDirectory)}`, ...Object.entries(telemetry.bindings ?? {}).map(([name, file]) => `--bind ${word(`${name}=${file}`)}`));
  if (options?.deterministicRunId) parts.push('--deterministic-run-id');
  return parts.join(' \\\n  ');
}

// Inputs that were thought of before: the defaults, what the template itself proposes, those of earlier runs.
export interface Preset {
  id: string;
  label: string;
  group: 'template' | 'runs';
  about: string;
  values: Record<string, string>; // those that differ from the defaults
  run: RunItem | null;
}

const keyOf = (values: Record<string, string>): string => JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));

function changedFrom(parameters: readonly TemplateParameter[], given: Record<string, unknown>): Record<string, string> {
  const known = parameters.filter((p) => p.name in given && textOf(given[p.name]) !== textOf(p.defaultValue));
  return Object.fromEntries(known.map((p) => [p.name, textOf(given[p.name])]));
}

function labelOf(parameters: readonly TemplateParameter[], values: Record<string, string>): string {
  const changed = parameters.filter((p) => p.name in values);
  const title = titleOf(changed.map((p) => ({ name: p.name, title: p.title, value: typeof p.defaultValue === 'number' ? Number(values[p.name]) : values[p.name], defaultValue: p.defaultValue })));
  return title?.after ? inWords(title) : 'defaults';
}

// Newest first, each set of inputs once.
export function presetsOf(template: TemplateAnswer, runs: readonly RunItem[]): Preset[] {
  const { parameters, whatIf } = template;
  const found: Preset[] = [{ id: 'defaults', label: 'defaults', group: 'template', about: '', values: {}, run: null }];
  if (whatIf) {
    const values = changedFrom(parameters, whatIf.parameters);
    found.push({ id: 'what-if', label: labelOf(parameters, values), group: 'template', about: whatIf.says, values, run: null });
  }
  const seen = new Set(found.map((p) => keyOf(p.values)));
  for (const run of runs) {
    if (run.templateId !== template.id) continue;
    const given = run.parameters ?? Object.fromEntries((changesOf(run, parameters) ?? []).map((c) => [c.name, c.value]));
    const values = changedFrom(parameters, given);
    if (seen.has(keyOf(values))) continue;
    seen.add(keyOf(values));
    found.push({ id: run.runId, label: labelOf(parameters, values), group: 'runs', about: '', values, run });
  }
  return found;
}

export const presetWith = (presets: readonly Preset[], values: Record<string, string>): Preset | null => presets.find((p) => keyOf(p.values) === keyOf(values)) ?? null;


// What the server found wrong, at its place in the form.
export interface Placed {
  parameters: Map<string, string>;
  capture: string;
  rest: readonly Pick<TextProblem, 'code' | 'message' | 'remedy'>[];
}

const said = (e: Pick<TextProblem, 'message' | 'remedy'>): string => (e.remedy ? `${e.message} ${e.remedy}` : e.message);

export function placed(problem: unknown): Placed {
  const out = { parameters: new Map<string, string>(), capture: '', rest: [] as Pick<TextProblem, 'code' | 'message' | 'remedy'>[] };
  if (!problem) return out;
  if (!(problem instanceof ApiProblem)) return { ...out, rest: [{ code: '', message: String(problem) }] };
  const all = problem.errors.length ? problem.errors : [{ code: problem.code, message: problem.message, remedy: problem.remedy, path: '' }];
  for (const error of all) {
    const [, part = '', name = ''] = (error.path ?? '').split('/');
    if (part === 'parameters' && name) out.parameters.set(name, said(error));
    else if (part === 'telemetry' || error.code.startsWith('capture_')) out.capture ||= said(error);
    else out.rest.push(error);
  }
  return out;
}
