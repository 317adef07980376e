// Where the pages of the server find the engine: a worker of its own, and the module as a file beside them.
import module from 'virtual:engine-module';

import type { EngineModule } from '../../engine/index.ts';

// The one that `src/ahead.js` started, where the page began with a model.
const ahead = globalThis as { __ftAhead?: Worker };

export function newWorker(): Worker {
  const worker = ahead.__ftAhead ?? new Worker(new URL('../../engine/worker.ts', import.meta.url), { type: 'module' });
  ahead.__ftAhead = undefined; // a second one is not started where the page was faster
  return worker;
}

export const newModule = (): EngineModule => ({ address: new URL(module, document.baseURI).href });
