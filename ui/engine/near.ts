// Near: a copy of the worker's model in the thread of the page. A step of a control that takes less than the way to
// the worker and back is made here, so that it is on the screen a frame earlier. What has to be compiled, and what
// takes long, is the worker's.

import { Engine } from './engine.ts';
import { Held, type Answered } from './held.ts';
import type { Described, OpenOptions, Overrides } from './types.ts';

const MOST_CELLS = 60_000; // values of a model that is tried here
const MOST_MS = 8; // of a step
const MOST_SLOW = 3; // steps in a row that took longer: then the worker makes them again

export interface Opened {
  text: string;
  options: OpenOptions;
}

export class Near {
  private readonly held: Held;
  private slow = 0;

  private constructor(held: Held) {
    this.held = held;
  }

  static isSmall = ({ series, grid }: Described): boolean => series.length * grid.bins <= MOST_CELLS;

  /** A copy of what the worker has open; null where a step of it takes long. `compiled` is the worker's module. */
  static async of(compiled: WebAssembly.Module, { text, options }: Opened): Promise<Near | null> {
    const near = new Near(new Held(await Engine.load(compiled)));
    return near.follows({ text, options }) ? near : null;
  }

  /** Opens what the worker has open now, after something was compiled there; false where a step of it takes long. */
  follows({ text, options }: Opened): boolean {
    this.held.open(text, options);
    this.held.evaluate({}, [], 1); // its first evaluation is not like the others
    this.slow = 0;
    return this.held.evaluate({}, [], 1).milliseconds <= MOST_MS;
  }

  /** The answer to a step; null where the worker has to make it. Throws EngineProblems. */
  step(text: string, options: OpenOptions, overrides: Overrides, rows: string[], binsPerPoint: number): Answered | null {
    if (this.slow >= MOST_SLOW || !this.held.moved(text, options)) return null;
    const answered = this.held.evaluate(overrides, rows, binsPerPoint);
    this.slow = answered.milliseconds > MOST_MS ? this.slow + 1 : 0;
    return { described: this.held.model.described, ...answered };
  }
}
