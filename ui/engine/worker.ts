// An Engine in a worker: one request, one answer, in order.

import { Engine, EngineProblems } from './engine.ts';
import type { LiveModel } from './engine.ts';
import type { OpenOptions, Overrides } from './types.ts';

export type Request =
  | { id: number; call: 'load'; bytes: ArrayBuffer }
  | { id: number; call: 'open'; text: string; options: OpenOptions }
  | { id: number; call: 'evaluate'; overrides: Overrides; rows: string[]; nodes: boolean }
  | { id: number; call: 'hashes' }
  | { id: number; call: 'modelText' };

let engine: Engine | null = null;
let model: LiveModel | null = null;

function opened(): LiveModel {
  if (model === null) throw new Error('No model is open.');
  return model;
}

async function answerTo(request: Request): Promise<unknown> {
  switch (request.call) {
    case 'load':
      engine = await Engine.load(request.bytes);
      return null;
    case 'open': {
      const next = engine!.open(request.text, request.options);
      model?.close();
      model = next;
      return model.described;
    }
    case 'evaluate': {
      const start = performance.now();
      const judged = opened().evaluate(request.overrides);
      const milliseconds = performance.now() - start;
      const rows = Object.fromEntries(request.rows.map((id) => [id, opened().row(id)]));
      return { judged, rows, nodes: request.nodes ? opened().nodeRows() : [], milliseconds };
    }
    case 'hashes':
      return Object.fromEntries(opened().described.series.map(({ id }) => [id, opened().rowHash(id)]));
    case 'modelText':
      return opened().modelText();
  }
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    self.postMessage({ id: data.id, value: await answerTo(data) });
  } catch (error) {
    const problems = error instanceof EngineProblems ? error.problems : null;
    self.postMessage({ id: data.id, problems, message: (error as Error).message, name: (error as Error).name });
  }
};
