// sweep: the same text at many values, spread over workers. Each worker has an engine of its own;
// nothing is shared, and the result does not depend on how many there are.

import { EngineClient } from './client.ts';
import type { ClientOptions, Evaluated } from './client.ts';
import type { Described, OpenOptions, Overrides } from './types.ts';

export interface SweepPoint {
  /** Of a template, beside those that it is opened with. */
  parameters?: Record<string, unknown>;
  /** Of a model. */
  overrides?: Overrides;
}

export interface Swept extends Evaluated {
  described: Described;
}

export interface SweepOptions extends ClientOptions {
  /** At most; 2, the default. */
  workers?: number;
  rows?(model: Described): string[];
  /** Rows of the nodes in steps of so many bins; 0, the default: none. */
  binsPerPoint?(model: Described): number;
  /** A point was evaluated, in whichever order the workers come to them. */
  onPoint?(swept: Swept, place: number): void;
  /** Ends the workers; the sweep rejects with its reason. */
  signal?: AbortSignal;
}

/** The evaluation of every point, in the order of the points. No worker is left when it settles. */
export async function sweep(text: string, open: OpenOptions, points: readonly SweepPoint[], options: SweepOptions): Promise<Swept[]> {
  const { signal } = options;
  signal?.throwIfAborted();
  const count = Math.min(Math.max(1, options.workers ?? 2), points.length);
  const clients = Array.from({ length: count }, () => new EngineClient(options));
  const results: Swept[] = new Array(points.length);
  let next = 0;
  let ended: { reason: unknown } | null = null;
  // A client that is asked once more would start another worker: none is, after one of them failed.
  const proceed = () => {
    if (ended) throw ended.reason;
  };
  const end = (reason: unknown) => {
    ended ??= { reason };
    for (const client of clients) client.close();
  };
  const one = async (client: EngineClient, { parameters, overrides = {} }: SweepPoint): Promise<Swept> => {
    const described = await client.open(text, parameters ? { ...open, parameters: { ...open.parameters, ...parameters } } : open);
    proceed();
    const said = await client.evaluate(overrides, options.rows?.(described) ?? [], options.binsPerPoint?.(described) ?? 0);
    return { described, ...said };
  };
  const work = async (client: EngineClient) => {
    while (next < points.length) {
      proceed();
      const place = next++;
      results[place] = await one(client, points[place]);
      proceed();
      options.onPoint?.(results[place], place);
    }
  };
  const abort = () => end(signal!.reason);
  signal?.addEventListener('abort', abort);
  try {
    await Promise.all(clients.map(work));
    return results;
  } catch (error) {
    end(error);
    throw (ended as { reason: unknown } | null)?.reason ?? error;
  } finally {
    signal?.removeEventListener('abort', abort);
    end(null);
  }
}
