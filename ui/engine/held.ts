// Held: the one model that an engine has open, and what is asked of it for a step of a control. The worker has
// one; a page may have another in its own thread.

import type { Engine, LiveModel } from './engine.ts';
import type { Described, OpenOptions, Overrides } from './types.ts';

/** One evaluation, as it is handed from thread to thread. */
export interface Answered {
  described: Described | null;
  judged: string;
  rows: Record<string, Float64Array>;
  block: Float64Array;
  flows: Float64Array;
  milliseconds: number;
}

export class Held {
  private readonly engine: Engine;
  private open_: LiveModel | null = null;
  private source = ''; // of the model: what it was opened with, but for its parameters

  constructor(engine: Engine) {
    this.engine = engine;
  }

  get isOpen(): boolean {
    return this.open_ !== null;
  }

  get model(): LiveModel {
    if (this.open_ === null) throw new Error('No model is open.');
    return this.open_;
  }

  /** The model of the text; the one that is open where only values move that nothing has to be compiled for. */
  open(text: string, options: OpenOptions = {}): LiveModel {
    if (this.moved(text, options)) return this.model;
    const next = this.engine.open(text, options);
    this.open_?.close();
    [this.open_, this.source] = [next, sourceOf(text, options)];
    return next;
  }

  /** Whether the model that is open has these values now: where something has to be compiled for them it has not. */
  moved(text: string, options: OpenOptions): boolean {
    if (this.open_ === null || sourceOf(text, options) !== this.source) return false;
    return options.kind !== 'template' || this.open_.rebind(options.parameters);
  }

  evaluate(overrides: Overrides, rows: string[], binsPerPoint: number): Omit<Answered, 'described'> {
    const { model } = this;
    const start = performance.now();
    const judged = model.evaluateText(overrides);
    const milliseconds = performance.now() - start;
    return {
      judged, milliseconds,
      rows: Object.fromEntries(rows.filter((id) => model.has(id)).map((id) => [id, model.row(id)])),
      block: binsPerPoint > 0 ? model.nodeRows(binsPerPoint) : new Float64Array(),
      flows: binsPerPoint > 0 ? model.edgeRows(binsPerPoint) : new Float64Array(),
    };
  }
}

const sourceOf = (text: string, { kind, file, seed }: OpenOptions): string => JSON.stringify([kind, file, seed, text]);
