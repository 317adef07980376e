import type { Explanation } from './api/types.ts';
import type { RunData, RunNode } from './run_data.ts';

// What decides how much can leave: what the node can do where that is what was exceeded, else what did leave (a shared
// capacity, departures by schedule).
export interface Limit {
  own: boolean;
  values: Float64Array;
}

export function limitOf(data: RunData, node: RunNode | undefined, why: Explanation | null): Limit | null {
  const { arrivals, served } = node?.series ?? {};
  const capacity = node?.could;
  if (!arrivals) return null;
  if (!capacity) return served ? { own: false, values: served } : null;
  if (!why?.buildUp || !why.value) return { own: true, values: capacity };
  const [from, to] = [why.buildUp.firstBin, why.bin].map((bin) => Math.floor(bin / data.binsPerPoint));
  let over = 0;
  for (let i = from; i <= to; i++) over += Math.max(0, (arrivals[i] || 0) - (capacity[i] || 0)) * data.binsPerPoint;
  if (over >= 0.5 * why.value || !served) return { own: true, values: capacity };
  return { own: false, values: served };
}
