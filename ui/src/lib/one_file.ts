// A story as a page that needs no server: what-if.html with the engine's module and a subject written into it, the same
// bytes as `flowtime export-page RUN --story` makes.
import type { Fix, TemplateAnswer } from './api/types.ts';

export interface Exported {
  title: string;
  templateId: string; // empty: `text` is a model
  file: string;
  text: string;
  parameters: Record<string, unknown>; // that the page begins with
}

export type Values = Record<string, unknown>;

// Of the run's values those that the page shows as changed.
export const differing = (values: Values, template: TemplateAnswer): Values =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => {
    const known = template.parameters.find((p) => p.name === name);
    return known && JSON.stringify(known.defaultValue) !== JSON.stringify(value);
  }));

// As inspect/what_if_page.cc writes it.
export function subjectText(of: Exported, fix: Fix | null): string {
  const entries = Object.entries(of.parameters);
  const typed = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const subject = {
    v: 1, title: of.title, kind: of.templateId ? 'template' : 'model', templateId: of.templateId, file: of.file, text: of.text,
    given: Object.fromEntries(entries.filter(([, value]) => Array.isArray(value))),
    changes: { values: Object.fromEntries(entries.filter(([, value]) => !Array.isArray(value)).map(([name, value]) => [name, typed(value)])) },
    story: true,
    ...(fix ? { fix: { parameter: fix.parameter, title: fix.title, from: fix.from, to: fix.to } } : {}),
  };
  return JSON.stringify(subject).replaceAll('<', '\\u003c');
}

export function base64(bytes: Uint8Array): string {
  let text = '';
  const step = 3 * 4096; // whole groups, so that the parts join
  for (let i = 0; i < bytes.length; i += step) text += btoa(String.fromCharCode(...bytes.subarray(i, i + step)));
  return text;
}

export function filled(page: string, subject: string, packedModule: string): string {
  const behind = (text: string, mark: string, what: string): string => {
    const at = text.indexOf(mark);
    if (at < 0) throw new Error('The server has no page to put the run into.');
    return text.slice(0, at + mark.length) + what + text.slice(at + mark.length);
  };
  // Nothing is left to be fetched.
  return behind(behind(page, 'id="ft-model">', subject), 'id="ft-module">', packedModule).replace("connect-src 'self'", "connect-src 'none'");
}
