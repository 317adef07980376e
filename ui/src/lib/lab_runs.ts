// The runs of a study: evaluated in the page, none of them kept.
import type { Point, Subject } from './lab.ts';
import { WhatIf } from './what_if.svelte.ts';

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
