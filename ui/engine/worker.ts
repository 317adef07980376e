// An Engine in a worker: one request, one answer, in order.

import { Engine, EngineProblems } from './engine.ts';
import { Held } from './held.ts';
import type { OfNode, OpenOptions, Overrides } from './types.ts';

export type Request =
  | { id: number; call: 'load'; bytes: ArrayBuffer }
  | { id: number; call: 'module' }
  | { id: number; call: 'open'; text: string; options: OpenOptions }
  | { id: number; call: 'evaluate'; overrides: Overrides; rows: string[]; binsPerPoint: number; text?: string; options?: OpenOptions }
  | { id: number; call: 'explain'; of: string | OfNode; bin: number }
  | { id: number; call: 'hashes' }
  | { id: number; call: 'modelText' };

let engine: Engine;
let held: Held;

async function answerTo(request: Request): Promise<unknown> {
  switch (request.call) {
    case 'load':
      engine = await Engine.load(request.bytes);
      held = new Held(engine);
      return null;
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
