// The story of a run as one file, put together from what the server has: its page, the engine, the run's model.
import module from 'virtual:engine-module';

import * as api from './api/client.ts';
import type { Fix, TemplateAnswer } from './api/types.ts';
import { base64, differing, filled, subjectText, type Exported, type Values } from './one_file.ts';
import { sourceOf, WhatIf } from './what_if.svelte.ts';

// The template with the values of the run where it still gives the model of the run, else that model.
async function exportedOf(runId: string, title: string, template: TemplateAnswer | null, values: Values): Promise<Exported> {
  const model: Exported = { title, templateId: '', file: 'model.yaml', text: await api.modelOf(runId), parameters: {} };
  if (!template) return model;
  const { id } = template;
  const [file, text, parameters] = [`${id}.yaml`, await sourceOf(id), differing(values, template)];
  const engine = new WhatIf();
  engine.aside = true;
  try {
    const again = await engine.modelText({ title, kind: 'template', text, file, parameters: values, overrides: {}, request: { templateId: id, parameters: values } });
    return again === model.text ? { title, templateId: id, file, text, parameters } : model;
  } catch {
    return model; // the template has changed since
  } finally {
    engine.close();
  }
}

async function fetched(path: string): Promise<Response> {
  const answer = await fetch(api.address(path));
  if (!answer.ok) throw new Error(`${path} could not be fetched: ${answer.status} ${answer.statusText}.`);
  return answer;
}

export interface StoryOf {
  runId: string;
  title: string;
  template: TemplateAnswer | null;
  values: Values; // of the run
  fix: Fix | null; // that the server proposes
}

export async function storyFile({ runId, title, template, values, fix }: StoryOf): Promise<Blob> {
  const [of, page, packed] = await Promise.all([
    exportedOf(runId, title, template, values), fetched('what-if.html').then((a) => a.text()), fetched(module).then((a) => a.arrayBuffer()),
  ]);
  return new Blob([filled(page, subjectText(of, fix), base64(new Uint8Array(packed)))], { type: 'text/html' });
}
