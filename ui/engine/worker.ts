// An Engine in a worker: one request, one answer, in order.

import { Engine, EngineProblems } from './engine.ts';
import { Held } from './held.ts';
import { fetched } from './module.ts';
import type { OfNode, OpenOptions, Overrides } from './types.ts';

export type Request =
  | { id: number; call: 'load'; bytes?: ArrayBuffer; address?: string }
  | { id: number; call: 'ahead'; source: string; options: OpenOptions }
  | { id: number; call: 'module' }
  | { id: number; call: 'open'; text: string; options: OpenOptions }
  | { id: number; call: 'evaluate'; overrides: Overrides; rows: string[]; binsPerPoint: number; text?: string; options?: OpenOptions }
  | { id: number; call: 'explain'; of: string | OfNode; bin: number }
  | { id: number; call: 'hashes' }
  | { id: number; call: 'modelText' };

let engine: Engine;
let held: Held;
let loading: Promise<void> | null = null;

async function load(bytes: ArrayBuffer | undefined, address = ''): Promise<void> {
  engine = await Engine.load(bytes ?? (await fetched(address)));
  held = new Held(engine);
}

// What the page is about to ask: the functions of the module are compiled when they are called first, which takes ten
// times as long as what they do. Where there is no such template, or the page was faster, nothing is done.
async function ahead(source: string, options: OpenOptions): Promise<void> {
  const [answer] = await Promise.all([fetch(source), loading]);
  if (!answer.ok) return;
  const { source: text } = (await answer.json()) as { source: string };
  if (held.isOpen) return;
  held.open(text, options);
  held.evaluate({}, [], 1);
}

async function answerTo(request: Request): Promise<unknown> {
  switch (request.call) {
    case 'load':
      await (loading ??= load(request.bytes, request.address));
      return null;
    case 'ahead':
      return ahead(request.source, request.options).catch(() => {}); // the page asks again, and says what is wrong
    case 'module':
      return engine.compiled;
    case 'open':
      return held.open(request.text, request.options).described;
    case 'evaluate': {
      const described = request.text === undefined ? null : held.open(request.text, request.options).described;
      return { described, ...held.evaluate(request.overrides, request.rows, request.binsPerPoint) };
    }
    case 'explain':
      return held.model.explain(request.of, request.bin);
    case 'hashes':
      return Object.fromEntries(held.model.described.series.map(({ id }) => [id, held.model.rowHash(id)]));
    case 'modelText':
      return held.model.modelText();
  }
}

// The rows of nodes and edges are handed over, not copied.
const handedOver = (value: unknown): Transferable[] =>
  value instanceof Object ? Object.values(value).filter((part) => part instanceof Float64Array).map((part) => part.buffer as ArrayBuffer) : [];

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    const value = await answerTo(data);
    self.postMessage({ id: data.id, value }, { transfer: handedOver(value) });
  } catch (error) {
    const problems = error instanceof EngineProblems ? error.problems : null;
    self.postMessage({ id: data.id, problems, message: (error as Error).message, name: (error as Error).name });
  }
};
