// The engine of this page. Every client has a worker of its own, which fetches the module and ends when the client is
// closed.
import { newModule, newWorker } from '#engine-host';

import { EngineClient, EngineProblems, EngineTimeout, type ClientOptions } from '../../engine/index.ts';
import type { Problem } from '../../engine/types.ts';

// Why this browser cannot compute; empty where it can.
export const lacking: string =
  typeof WebAssembly !== 'object' ? 'This browser has no WebAssembly.'
  : typeof Worker !== 'function' ? 'This browser has no workers.'
  : typeof DecompressionStream !== 'function' ? 'This browser cannot unpack the engine.'
  : '';

// A call that takes longer is ended; tests make it shorter.
const patience = (): number => (globalThis as { __ftPatience?: number }).__ftPatience ?? 20_000;

export const engineOptions = (): ClientOptions => ({ worker: newWorker, ...newModule(), milliseconds: patience() });

// `near`: one question after another, of a person who moves a control.
export const newEngine = (near: boolean): EngineClient => new EngineClient({ ...engineOptions(), near });

// The model itself is at fault, or takes too long: another place would say the same.
export const isAboutTheModel = (error: unknown): boolean =>
  error instanceof EngineTimeout || (error instanceof EngineProblems && !error.problems.some((p) => p.code === 'too_many_cells'));

export const problemsOf = (error: unknown): Problem[] => (error instanceof EngineProblems ? error.problems : []);
