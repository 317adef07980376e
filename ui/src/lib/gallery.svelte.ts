// How examples look with their defaults: evaluated in the page one after the other, kept nowhere but in this visit.
import type { Finding, TemplateSummary, Thumbnail } from './api/types.ts';
import type { RunData, RunNode } from './run_data.ts';
import { WhatIf } from './what_if.svelte.ts';

export interface Look {
  headline: Finding | null;
  thumbnail: Thumbnail | null;
  promise?: number | null; // minutes, of the node that the headline is about
}

const KEY = 'flowtime.gallery.2';
const MOST_POINTS = 280; // as wide as a card is drawn
const nameOf = (t: TemplateSummary): string => `${t.id}@${t.version}`;

function kept(): Record<string, Look> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, Look>;
  } catch {
    return {};
  }
}

function nodesOf(data: RunData): RunNode[] {
  const ids = data.headline?.nodeId ? [data.headline.nodeId] : (data.headline?.members ?? []);
  return data.nodes.filter((n) => ids.includes(n.id));
}

// The largest of each of equal stretches, of the nodes that the headline is about: as lists of runs have it, but finer.
function thumbnailOf(nodes: RunNode[], data: RunData): Thumbnail {
  const pooled = (series: (Float64Array | null)[]): number[] => {
    const most = new Array<number>(Math.min(MOST_POINTS, data.points)).fill(NaN);
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
    engine.aside = true;
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
    const nodes = nodesOf(made.data);
    const look = { headline: made.data.headline, thumbnail: thumbnailOf(nodes, made.data), promise: nodes.length === 1 ? nodes[0].promise : null };
    this.#looks = { ...this.#looks, [nameOf(t)]: look };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#looks));
    } catch {
      // A browser that keeps nothing draws them anew.
    }
  }
}

export const gallery = new Gallery();
