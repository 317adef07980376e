// A run as one class of its items sees it: series are those of the class where the API has them. Load, wait and
// verdict are of the place, which all classes share.
import type { RunData, RunNode } from './run_data.ts';

export const hasClasses = (data: RunData): boolean => data.classes.length > 1 && data.nodes.some((n) => n.classes !== null);

function largestIn(values: Float64Array): number {
  let most = 0;
  for (const v of values) if (v > most) most = v;
  return most;
}

function nodeOfClass(node: RunNode, id: string): RunNode {
  const part = node.classes?.[id];
  const base = { ...node, klass: id, whole: node };
  if (!part) return { ...base, series: {}, largest: {}, load: null, wait: null, ratio: null, verdicts: null };
  const ofAll = Object.fromEntries(['load', 'utilization', 'wait'].flatMap((name) => (node.series[name] ? [[name, node.series[name]]] : [])));
  const largest = { ...Object.fromEntries(Object.entries(part).map(([name, values]) => [name, largestIn(values)])), ...Object.fromEntries(Object.keys(ofAll).map((name) => [name, node.largest[name]])) };
  return { ...base, series: { ...part, ...ofAll }, largest };
}

export function ofClass(data: RunData, id: string): RunData {
  if (!id || !data.classes.some((c) => c.id === id)) return data;
  return { ...data, nodes: data.nodes.map((n) => nodeOfClass(n, id)), edges: data.edges.map((e) => ({ ...e, flow: e.classes?.[id] ?? null })) };
}

// ---- who waits, in greys ----

export const GREYS = [0.92, 0.66, 0.42, 0.26] as const;
// The darkness of the class at a place in the list; the fifth and all after it are one.
export const greyOf = (place: number): number => GREYS[Math.min(place, GREYS.length - 1)];

export interface Stack {
  until: Float64Array[]; // for each grey: the share of the depth down to which it goes, from the line on
  greys: number[];
}

const stacks = new WeakMap<RunNode, Stack | null>();

// The basin of a node, told apart: in the order of the classes, or the chosen one before all others.
export function stackOf(data: RunData, node: RunNode): Stack | null {
  const known = stacks.get(node);
  if (known !== undefined) return known;
  const made = makeStack(data, node);
  stacks.set(node, made);
  return made;
}

function makeStack(data: RunData, node: RunNode): Stack | null {
  const { classes } = node;
  if (!classes || data.classes.length < 2 || node.lens) return null;
  const role = data.classes.some((c) => classes[c.id]?.queue) ? 'queue' : 'arrivals';
  const ids = data.classes.map((c) => c.id).filter((id) => classes[id]?.[role]);
  if (!ids.length) return null;
  const groups = node.klass ? [[node.klass], ids.filter((id) => id !== node.klass)] : grouped(ids);
  const share = (group: readonly string[], i: number, of: string): number => group.reduce((sum, id) => sum + (classes[id]?.[of]?.[i] || 0), 0);
  const until = groups.map(() => new Float64Array(data.points));
  for (let i = 0; i < data.points; i++) {
    // Nobody waits any more, but who came did: by who came.
    const total = [role, 'arrivals', 'served'].map((of) => [of, share(ids, i, of)] as const).find(([, sum]) => sum > 1e-9);
    let down = 0;
    groups.forEach((group, k) => {
      down += total ? share(group, i, total[0]) / total[1] : 1 / groups.length;
      until[k][i] = k === groups.length - 1 ? 1 : Math.min(1, down);
    });
  }
  return { until, greys: node.klass ? [GREYS[0], GREYS[3]] : groups.map((_, k) => greyOf(k)) };
}

const grouped = (ids: string[]): string[][] => (ids.length <= GREYS.length ? ids.map((id) => [id]) : [...ids.slice(0, 3).map((id) => [id]), ids.slice(3)]);

// The part of what was served that was of the class: of the load of each bin it took so much.
export function loadShare(node: RunNode): Float64Array | null {
  if (!node.klass || !node.whole) return null;
  const [part, all] = [node.series.served ?? node.series.arrivals, node.whole.series.served ?? node.whole.series.arrivals];
  if (!part || !all) return null;
  return part.map((v, i) => (all[i] > 1e-12 ? Math.max(0, Math.min(1, v / all[i])) : 0));
}
