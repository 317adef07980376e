// The runs of a study: evaluated in the page, none of them kept.
import type { Point, Subject } from './lab.ts';
import { evaluateAll, workersFor } from './lab_sweep.ts';
import { engineOptions, isAboutTheModel } from './page_engine.ts';
import { sourceOf, WhatIf } from './what_if.svelte.ts';

let engine: WhatIf | null = null;

// The study is left: the worker ends, and its memory with it.
export function leave(): void {
  engine?.close();
  engine = null;
}

export async function evaluate(subject: Subject, name: string, value: number, signal: AbortSignal): Promise<Point | null> {
  const made = await (engine ??= new WhatIf()).once({ templateId: subject.templateId, parameters: { ...subject.parameters, [name]: value } }, signal);
  return made && { value, data: made.data };
}

export interface Try {
  name: string;
  value: number;
}

// Many of them, spread over workers that end with them; `seen` hears of each in whichever order they come. Where the
// page cannot evaluate the model the server does, one after another.
export async function sweepOver(subject: Subject, tries: readonly Try[], seen: (point: Point, place: number) => void, signal: AbortSignal): Promise<void> {
  const model = engine?.described;
  const heard = new Set<number>();
  const hear = (point: Point, place: number): void => {
    heard.add(place);
    seen(point, place);
  };
  if (engine?.inPage && model) {
    const options = { ...engineOptions(), workers: workersFor(model, navigator.hardwareConcurrency || 2), signal };
    try {
      const text = await sourceOf(subject.templateId);
      await evaluateAll({ templateId: subject.templateId, text }, tries.map(({ name, value }) => ({ ...subject.parameters, [name]: value })), (data, place) => hear({ value: tries[place].value, data }, place), options);
      return;
    } catch (error) {
      if (signal.aborted || isAboutTheModel(error)) throw error;
    }
  }
  for (const [place, { name, value }] of tries.entries()) {
    const point = heard.has(place) ? null : await evaluate(subject, name, value, signal);
    if (point) hear(point, place);
  }
}
