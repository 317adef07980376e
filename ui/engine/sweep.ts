// sweep: the same model at many values, spread over workers. Each worker has an engine of its own;
// nothing is shared, and the result does not depend on how many there are.

import { EngineClient } from './client.ts';
import type { ClientOptions, Evaluated } from './client.ts';
import type { OpenOptions, Overrides } from './types.ts';

export interface SweepOptions extends ClientOptions {
  workers?: number;
  rows?: string[];
  /** Rows of the nodes in steps of so many bins; 0, the default: none. */
  binsPerPoint?: number;
  onPoint?(done: number, of: number): void;
  signal?: AbortSignal;
}

/** The evaluation of every point, in the order of the points. */
export async function sweep(
  text: string, open: OpenOptions, points: Overrides[], options: SweepOptions,
): Promise<Evaluated[]> {
  const count = Math.max(1, Math.min(options.workers ?? 2, points.length));
  const clients = Array.from({ length: count }, () => new EngineClient(options));
  const results: Evaluated[] = new Array(points.length);
  const cancel = () => clients.forEach((client) => client.cancel());
  options.signal?.addEventListener('abort', cancel);
  let next = 0;
  let done = 0;
  const work = async (client: EngineClient) => {
    await client.open(text, open);
    while (next < points.length) {
      options.signal?.throwIfAborted();
      const place = next++;
      results[place] = await client.evaluate(points[place], options.rows ?? [], options.binsPerPoint ?? 0);
      options.onPoint?.(++done, points.length);
    }
  };
  try {
    await Promise.all(clients.map(work));
    return results;
  } finally {
    options.signal?.removeEventListener('abort', cancel);
    clients.forEach((client) => client.close());
  }
}
