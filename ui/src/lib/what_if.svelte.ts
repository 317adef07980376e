// One what-if: a subject (a template with values, or a model text), the run it gives now, and the run that it
// is compared with. The server evaluates without keeping anything; one question is on its way at a time, and
// the latest wins.
import * as api from './api/client.ts';
import type { RunAnswer } from './api/types.ts';
import { assemble, type RunData } from './run_data.ts';

export interface Result {
  data: RunData;
  run: RunAnswer;
}

export const resultOf = (p: Awaited<ReturnType<typeof api.preview>>): Result | null =>
  p.bundle && p.layout && p.window ? { data: assemble(p.bundle, p.layout, p.window), run: p.run } : null;

export class WhatIf {
  now = $state.raw<Result | null>(null);
  before = $state.raw<Result | null>(null);
  failed = $state.raw<unknown>(null);
  stale = $state(false); // what is drawn is of an earlier question
  tripMs = $state<number | null>(null);
  bare = $state(false); // evaluated, but without nodes to draw
  #asking = false;
  #waiting: api.NewRun | null = null;

  // Both at once where nothing is there yet to compare with.
  async start(baseline: api.NewRun, first: api.NewRun): Promise<void> {
    [this.now, this.before, this.failed] = [null, null, null];
    try {
      this.before = resultOf(await api.preview(baseline));
    } catch (error) {
      this.failed = error;
    }
    await this.ask(first);
  }

  async ask(request: api.NewRun): Promise<void> {
    this.#waiting = request;
    this.stale = this.now !== null;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#waiting) {
      const next = this.#waiting;
      this.#waiting = null;
      await this.#one(next);
    }
    this.#asking = false;
  }

  async #one(request: api.NewRun): Promise<void> {
    const start = performance.now();
    try {
      const made = resultOf(await api.preview(request));
      this.bare = made === null;
      if (made) this.now = made;
      this.failed = null;
      if (!this.#waiting) this.stale = false;
    } catch (error) {
      this.failed = error;
    }
    this.tripMs = performance.now() - start;
  }

  pin(): void {
    this.before = this.now;
  }
}
