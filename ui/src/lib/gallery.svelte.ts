// How examples look with their defaults: evaluated in the page one after the other, kept nowhere but in this visit.
import type { Finding, TemplateSummary, Thumbnail } from './api/types.ts';
import type { RunData } from './run_data.ts';
import { WhatIf } from './what_if.svelte.ts';

export interface Look {
  headline: Finding | null;
  thumbnail: Thumbnail | null;
}

const KEY = 'flowtime.gallery';
const nameOf = (t: TemplateSummary): string => `${t.id}@${t.version}`;

function kept(): Record<string, Look> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, Look>;
  } catch {
    return {};
  }
}

// The largest of each of at most 64 equal stretches, of the nodes that the headline is about: as lists of runs have it.
function thumbnailOf(data: RunData): Thumbnail {
  const ids = data.headline?.nodeId ? [data.headline.nodeId] : (data.headline?.members ?? []);
  const nodes = data.nodes.filter((n) => ids.includes(n.id));
  const pooled = (series: (Float64Array | null)[]): number[] => {
    const most = new Array<number>(Math.min(64, data.points)).fill(NaN);
    for (const values of series) values?.forEach((v, i) => { const k = Math.floor((i * most.length) / data.points); if (v === v && !(v <= most[k])) most[k] = v; });
    return most.map((v) => (v === v ? v : 0));
  };
  return { load: pooled(nodes.map((n) => n.load)), wait: pooled(nodes.map((n) => n.ratio)) };
}

class Gallery {
  #looks = $state.raw<Record<string, Look>>(kept());
  #drawing = false;

  of(t: TemplateSummary): Look | null {
    if (t.thumbnail) return { headline: t.headline ?? null, thumbnail: t.thumbnail };
    return this.#looks[nameOf(t)] ?? null;
  }

  // Until all are there or `signal` is over; an example that cannot be evaluated stays without a picture.
  async draw(list: readonly TemplateSummary[], signal: AbortSignal): Promise<void> {
    if (this.#drawing) return;
    this.#drawing = true;
    const engine = new WhatIf();
    for (const t of list) {
      if (signal.aborted) break;
      if (!this.of(t)) await this.#one(engine, t, signal).catch(() => {});
    }
    engine.close();
    this.#drawing = false;
  }

  async #one(engine: WhatIf, t: TemplateSummary, signal: AbortSignal): Promise<void> {
    const made = await engine.once({ templateId: t.id, parameters: {} }, signal);
    if (!made) return;
    this.#looks = { ...this.#looks, [nameOf(t)]: { headline: made.data.headline, thumbnail: thumbnailOf(made.data) } };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#looks));
    } catch {
      // A browser that keeps nothing draws them anew.
    }
  }
}

export const gallery = new Gallery();
