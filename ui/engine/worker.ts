// An Engine in a worker: one request, one answer, in order.

import { Engine, EngineProblems } from './engine.ts';
import type { LiveModel } from './engine.ts';
import type { OfNode, OpenOptions, Overrides } from './types.ts';

export type Request =
  | { id: number; call: 'load'; bytes: ArrayBuffer }
  | { id: number; call: 'open'; text: string; options: OpenOptions }
  | { id: number; call: 'evaluate'; overrides: Overrides; rows: string[]; binsPerPoint: number; text?: string; options?: OpenOptions }
  | { id: number; call: 'explain'; of: string | OfNode; bin: number }
  | { id: number; call: 'hashes' }
  | { id: number; call: 'modelText' };

let engine: Engine | null = null;
let model: LiveModel | null = null;
let source = ''; // of the model: what it was opened with, but for its parameters

function opened(): LiveModel {
  if (model === null) throw new Error('No model is open.');
  return model;
}

// The model of the text; the one that is open where only values move that nothing has to be compiled for.
function open(text: string, options: OpenOptions = {}): LiveModel {
  const { parameters, ...rest } = options;
  const wanted = JSON.stringify([text, rest]);
  if (model !== null && wanted === source && model.rebind(parameters)) return model;
  const next = engine!.open(text, options);
  model?.close();
  [model, source] = [next, wanted];
  return next;
}

async function answerTo(request: Request): Promise<unknown> {
  switch (request.call) {
    case 'load':
      engine = await Engine.load(request.bytes);
      return null;
    case 'open':
      return open(request.text, request.options).described;
    case 'evaluate': {
      const described = request.text === undefined ? null : open(request.text, request.options).described;
      const start = performance.now();
      const judged = opened().evaluateText(request.overrides);
      const milliseconds = performance.now() - start;
      const rows = Object.fromEntries(request.rows.filter((id) => opened().has(id)).map((id) => [id, opened().row(id)]));
      const wanted = request.binsPerPoint > 0;
      const block = wanted ? opened().nodeRows(request.binsPerPoint) : new Float64Array();
      const flows = wanted ? opened().edgeRows(request.binsPerPoint) : new Float64Array();
      return { described, judged, rows, block, flows, milliseconds };
    }
    case 'explain':
      return opened().explain(request.of, request.bin);
    case 'hashes':
      return Object.fromEntries(opened().described.series.map(({ id }) => [id, opened().rowHash(id)]));
    case 'modelText':
      return opened().modelText();
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
