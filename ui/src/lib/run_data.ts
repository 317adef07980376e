// A run as the pages draw it: the answers of three requests put side by side. Nothing is judged here:
// load, wait, state and verdict are the server's; where it sends none, they are null and drawn as absent.
import * as api from './api/client.ts';
import type { BundleNode, Finding, FindingCounts, Frames, GraphNode, LayoutAnswer, ModelEvent, NodeFigures, Numbers, RunMetadata, StateSpans, StateWindow, UiBundle, Warning, WindowNode } from './api/types.ts';
import type { Grid } from './clock.ts';
import { originOf } from './differs.ts';
import { spaced } from './format.ts';

export type Kind = 'service' | 'serviceWithBuffer' | 'queue' | 'router' | 'sink' | 'dlq' | 'source';
export type Verdict = 0 | 1 | 2 | 3; // unknown, on time, at risk, breach
export const VERDICT_WORDS = ['Not judged', 'On time', 'At risk', 'Breach'] as const;
export const VERDICT_NAMES = ['none', 'good', 'warning', 'critical'] as const;

const RESTING = new Set(['transit', 'scheduled', 'pile']);
const WAITING = new Set(['saturated', 'shared', 'outage', 'downstream', 'held']);
const KIND_WORDS: Record<Kind, string> = {
  service: 'Service', serviceWithBuffer: 'Queue and service', queue: 'Queue', router: 'Router', sink: 'Sink', dlq: 'Dead letters', source: 'Source',
};

export interface RunNode {
  index: number;
  id: string;
  label: string;
  kind: Kind;
  kindWord: string;
  group: string | null;
  roles: Set<string>; // series that it reads
  queueId: string | null; // the series of what waits
  aliases: Record<string, string>;
  promise: number | null; // minutes
  promised: boolean; // declared by the model, not a default
  layer: number;
  x: number; // of its upper left corner, as the server places it
  y: number;
  width: number; // there
  height: number;
  series: Record<string, Float64Array>;
  could: Float64Array | null; // what it can do in a bin: its capacity times how many work at once
  load: Float64Array | null;
  loadWord: 'Load' | 'Utilization';
  wait: Float64Array | null; // minutes
  ratio: Float64Array | null; // wait / promise
  verdicts: Uint8Array | null; // per bin
  states: (string | null)[] | null; // per bin
  restWord: string; // of what rests: "on the way", "for its schedule"
  rests: boolean; // what is there waits by design or for good: hatched, never ink
  pile: boolean;
  verdict: Verdict; // of the run
  figures: NodeFigures | null;
  classes: Record<string, Record<string, Float64Array>> | null; // its series by class, where it has any
  klass?: string; // a class is looked at: series are those of it; load, wait and verdict stay those of all
  whole?: RunNode; // then: the node with all classes
  lens?: Float64Array; // another metric is looked at: its values, `load` then being their share of the largest
  largest: Record<string, number>;
}

export interface RunEdge {
  id: string;
  from: number;
  to: number;
  type: string;
  multiplier: number | null;
  flow: Float64Array | null;
  points?: readonly [number, number][]; // its way, as the server leads it
  classes?: Record<string, Float64Array> | null; // its flow by class
}

// A capacity that several nodes share.
export interface Shared {
  id: string;
  label: string;
  members: number[]; // indices of nodes
  capacity: Float64Array | null;
  wanted: Float64Array | null;
  verdict: Verdict;
}

export interface ClassName {
  id: string;
  label: string;
}

// Something that happened, on the timeline.
export interface Flag {
  bin: number;
  until?: number; // its last bin, where it lasted longer than one
  text: string;
}

export interface RunData {
  id: string;
  title: string;
  templateId: string;
  narrative: string;
  contentHash: string;
  mode: string;
  grid: Grid;
  points: number; // drawn bins
  binsPerPoint: number;
  noun: string;
  per: string; // "/5 min"
  nodes: RunNode[];
  edges: RunEdge[];
  classes: ClassName[];
  shared: Shared[];
  warnings: Warning[];
  verdict: Verdict;
  headline: Finding | null;
  findings: Finding[];
  events: Flag[]; // that the model names, by bin
  judged: boolean;
  topology: boolean; // false: every row is a series
  evaluateMs: number | null;
}

export const verdictCode = (word: unknown): Verdict =>
  word === 'critical' ? 3 : word === 'warning' ? 2 : word === 'good' ? 1 : 0;

const KINDS: Record<string, Kind> = {
  service: 'service', servicewithbuffer: 'serviceWithBuffer', queue: 'queue', router: 'router', sink: 'sink', dlq: 'dlq', source: 'source',
};
const kindOf = (kind: string): Kind => KINDS[kind.toLowerCase()] ?? 'service';

function floats(values: Numbers | Float64Array): Float64Array {
  if (values instanceof Float64Array) return values;
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = values[i] ?? NaN;
  return out;
}

function largestOf(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i];
  return most;
}

// Each value over the same.
function over(values: Float64Array, by: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i] / by;
  return out;
}

// The effective capacity (docs/semantics.md): capacity × parallelism, the capacity alone where that is absent or not positive.
export function couldOf({ capacity, parallelism }: Record<string, Float64Array | undefined>): Float64Array | null {
  if (!capacity) return null;
  return parallelism ? capacity.map((c, i) => c * (parallelism[i] > 0 ? parallelism[i] : 1)) : capacity;
}

const codes = (values: readonly unknown[]): Uint8Array => Uint8Array.from(values, verdictCode);

export function gridOf(answer: UiBundle['grid']): Grid {
  const factor = { milliseconds: 1 / 60_000, seconds: 1 / 60, minutes: 1, hours: 60, days: 1440, weeks: 10080 }[answer.binUnit];
  return {
    bins: answer.bins,
    binMinutes: answer.binMinutes ?? answer.binSize * factor,
    startMs: answer.startUtc ? Date.parse(answer.startUtc) : null,
  };
}

export function perBin(minutes: number): string {
  if (minutes % 10080 === 0) return minutes === 10080 ? '/week' : `/${minutes / 10080} weeks`;
  if (minutes % 1440 === 0) return minutes === 1440 ? '/day' : `/${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? '/h' : `/${minutes / 60}\u202fh`;
  const ms = Math.round(minutes * 60_000);
  if (ms % 60_000 === 0) return minutes === 1 ? '/min' : `/${minutes}\u202fmin`;
  if (ms % 1000 === 0) return ms === 1000 ? '/s' : `/${ms / 1000}\u202fs`;
  return ms === 1 ? '/ms' : `/${ms}\u202fms`;
}

export const asFindings = (value: Finding[] | FindingCounts | undefined): Finding[] => (Array.isArray(value) ? value : []);

function promiseOf(graph: GraphNode, about: BundleNode | undefined): number | null {
  if (about?.promise) return about.promise.minutes;
  const declared = graph.semantics.slaMinutes;
  return typeof declared === 'number' ? declared : null;
}

// What each drawn bin is: from the window, else from the spans of the bundle, the worst of those it covers.
interface PerBin {
  states: (string | null)[] | null;
  verdicts: Uint8Array | null;
}

function perBinOf(window: WindowNode | undefined, spans: StateSpans | undefined, grid: Grid, size: Size): PerBin {
  if (window?.state && window.verdict) return { states: window.state, verdicts: codes(window.verdict) };
  if (!spans) return { states: null, verdicts: null };
  if (spans.bin.length === 1 && spans.bin[0] === 0) return sameInAll(spans.state[0], verdictCode(spans.verdict[0]), size.points);
  const states = new Array<string | null>(size.points).fill(null);
  const verdicts = new Uint8Array(size.points);
  spans.bin.forEach((first, k) => {
    const end = spans.bin[k + 1] ?? grid.bins;
    const code = verdictCode(spans.verdict[k]);
    for (let p = Math.floor(first / size.binsPerPoint); p <= Math.floor((end - 1) / size.binsPerPoint); p++) {
      if (states[p] !== null && verdicts[p] >= code) continue;
      [states[p], verdicts[p]] = [spans.state[k], code];
    }
  });
  return { states, verdicts };
}

// Most nodes of a large run do one thing all the time: they share what says so.
const alike = new Map<string, PerBin>();
function sameInAll(state: string, code: Verdict, points: number): PerBin {
  const key = `${state} ${code} ${points}`;
  let known = alike.get(key);
  if (!known) {
    if (alike.size > 100) alike.clear();
    known = { states: new Array<string>(points).fill(state), verdicts: new Uint8Array(points).fill(code) };
    alike.set(key, known);
  }
  return known;
}

interface Size {
  points: number;
  binsPerPoint: number;
}

// A node rests when it holds things without ever being in a waiting state: in transit, for its schedule, as a pile.
function restOf(states: (string | null)[] | null): string | null {
  let rest: string | null = null;
  let last: string | null = null;
  for (const state of states ?? []) {
    if (state === last || state === null) continue;
    if (WAITING.has(state)) return null;
    if (RESTING.has(state) && rest !== 'pile') rest = state;
    last = state;
  }
  return rest;
}

function seriesOf(window: WindowNode | undefined): Record<string, Float64Array> {
  const out: Record<string, Float64Array> = {};
  const given = window?.series ?? {};
  for (const name in given) out[name] = floats(given[name]);
  return out;
}

function classesOf(parts: WindowNode['byClass']): RunNode['classes'] {
  if (!parts) return null;
  return Object.fromEntries(Object.entries(parts).map(([id, series]) => [id, Object.fromEntries(Object.entries(series).map(([name, values]) => [name, floats(values)]))]));
}

type Place = LayoutAnswer['nodes'][number];
const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> => new Map(list.map((item) => [item.id, item]));

interface Names {
  label: string;
  roles: Set<string>;
  queueId: string | null;
}

// What follows from the graph alone: a page that tries values asks with the same nodes again and again.
const names = new WeakMap<GraphNode, Names>();
function namesOf(graph: GraphNode): Names {
  let known = names.get(graph);
  if (!known) {
    const bare = (value: string): string => value.replace(/^series:/, '');
    const { queue } = graph.semantics;
    known = { label: spaced(graph.id), roles: new Set(Object.values(graph.semantics).filter((v): v is string => typeof v === 'string').map(bare)), queueId: typeof queue === 'string' ? bare(queue) : null };
    names.set(graph, known);
  }
  return known;
}

function nodeOf(graph: GraphNode, index: number, grid: Grid, window: WindowNode | undefined, place: Place | undefined, about: BundleNode | undefined, size: Size): RunNode {
  const kind = kindOf(graph.kind);
  const series = seriesOf(window);
  const { states, verdicts } = perBinOf(window, about?.states, grid, size);
  const rest = restOf(states);
  const pile = kind === 'dlq' || about?.figures?.isPile === true || rest === 'pile';
  if (pile) delete series.wait; // what is kept waits for nothing, so nothing is promised about it
  const promise = pile ? null : promiseOf(graph, about);
  const wait = series.wait ?? null;
  const largest: Record<string, number> = {};
  for (const name in series) largest[name] = largestOf(series[name]);
  const { label, roles, queueId } = namesOf(graph);
  return {
    index, id: graph.id, label, kind, kindWord: KIND_WORDS[kind], group: graph.group ?? null, roles, queueId,
    aliases: window?.aliases ?? graph.semantics.aliases ?? {},
    promise, promised: about?.promise?.declared ?? typeof graph.semantics.slaMinutes === 'number', layer: place?.layer ?? index, x: place?.x ?? 0, y: place?.y ?? index, width: place?.width ?? 0, height: place?.height ?? 0,
    series, could: couldOf(series), load: series.load ?? series.utilization ?? null, loadWord: series.load ? 'Load' : 'Utilization',
    wait, ratio: !wait || !promise ? null : largest.wait === 0 ? wait : over(wait, promise),
    verdicts, states, pile, restWord: states?.includes('scheduled') ? 'for its schedule' : 'on the way', rests: pile || rest !== null,
    verdict: verdictCode(about?.verdict), figures: about?.figures ?? null, classes: classesOf(window?.byClass),
    largest,
  };
}

function edgesOf(bundle: UiBundle, layout: LayoutAnswer, window: StateWindow, nodes: RunNode[]): RunEdge[] {
  const ways = byId(layout.edges);
  const at = new Map(nodes.map((n) => [n.id, n.index]));
  const windows = byId(window.edges);
  const bare = (end: string): string => (at.has(end) ? end : end.split(':')[0]);
  const found: RunEdge[] = [];
  for (const edge of bundle.graph.edges) {
    const from = at.get(bare(edge.from));
    const to = at.get(bare(edge.to));
    if (from === undefined || to === undefined) continue;
    const window_ = windows.get(edge.id);
    const flowOf = (volumes: Record<string, Numbers | Float64Array>): Numbers | Float64Array | undefined =>
      edge.edgeType === 'terminal' ? (volumes.flowVolume ?? volumes.failuresVolume) : (volumes.flowVolume ?? volumes.attemptsVolume);
    const flow = flowOf(window_?.series ?? {});
    const parts = Object.entries(window_?.byClass ?? {}).flatMap(([id, series]) => (flowOf(series) ? [[id, floats(flowOf(series)!)] as const] : []));
    found.push({ id: edge.id, from, to, type: edge.edgeType, multiplier: edge.multiplier, flow: flow ? floats(flow) : null, points: ways.get(edge.id)?.points, classes: parts.length ? Object.fromEntries(parts) : null });
  }
  return found;
}

// The capacities that nodes share, with those that share them.
function sharedOf(bundle: UiBundle, window: StateWindow, nodes: RunNode[]): Shared[] {
  const at = new Map(nodes.map((n) => [n.id, n.index]));
  const found = new Map<string, Shared>();
  for (const node of window.nodes) {
    const member = at.get(node.id);
    for (const [id, { series }] of Object.entries(node.constraints ?? {})) {
      if (member === undefined) continue;
      const known = found.get(id) ?? { id, label: spaced(id), members: [], capacity: series.served ? floats(series.served) : null, wanted: series.arrivals ? floats(series.arrivals) : null, verdict: verdictCode(bundle.constraints?.find((c) => c.id === id)?.verdict) };
      known.members.push(member);
      found.set(id, known);
    }
  }
  return [...found.values()].filter((s) => s.members.length > 1);
}

const REST = '*'; // what no class accounts for

function namesOfClasses(bundle: UiBundle, nodes: RunNode[]): ClassName[] {
  const named = bundle.classes.map((c) => ({ id: c.id, label: c.displayName || spaced(c.id) }));
  const rest = nodes.some((n) => Object.values(n.classes?.[REST] ?? {}).some((values) => largestOf(values) > 0.01));
  return named.length && rest ? [...named, { id: REST, label: 'No class' }] : named;
}

// What flows, in the model's word; a run of an older version says it in the unit of its queues alone.
function nounOf(bundle: UiBundle): string {
  return bundle.metadata.itemNoun ?? bundle.metrics.find((m) => m.unit === 'entities')?.itemUnit ?? 'items';
}

const flagsOf = (events: ModelEvent[] = []): Flag[] => events.map((e) => ({ bin: e.fromBin, until: e.toBin, text: e.text }));

export function assemble(bundle: UiBundle, layout: LayoutAnswer, window: StateWindow): RunData {
  const grid = gridOf(bundle.grid);
  const [windows, places, abouts] = [byId(window.nodes), byId(layout.nodes), byId(bundle.nodes)];
  const pooling = window.window.pooling;
  const size = { points: pooling?.points ?? window.window.binCount, binsPerPoint: pooling?.binsPerPoint ?? 1 };
  const nodes = bundle.graph.nodes.map((n, i) => nodeOf(n, i, grid, windows.get(n.id), places.get(n.id), abouts.get(n.id), size));
  const findings = asFindings(bundle.findings);
  const headline = bundle.headline ?? findings[0] ?? null;
  return {
    id: bundle.metadata.runId, title: originOf(bundle.metadata) || bundle.metadata.runId,
    templateId: bundle.metadata.templateId, narrative: bundle.metadata.templateNarrative, contentHash: bundle.metadata.contentHash,
    mode: bundle.metadata.mode, grid, ...size,
    noun: nounOf(bundle), per: perBin(grid.binMinutes), nodes, edges: edgesOf(bundle, layout, window, nodes), classes: namesOfClasses(bundle, nodes), shared: sharedOf(bundle, window, nodes),
    warnings: window.warnings.length ? window.warnings : bundle.warnings,
    verdict: verdictCode(bundle.verdict ?? headline?.verdict), headline,
    findings: findings.length ? findings : headline ? [headline] : [],
    events: flagsOf(bundle.events),
    judged: typeof bundle.verdict === 'string' || headline !== null, topology: true, evaluateMs: bundle.durationsMs?.evaluate ?? null,
  };
}

export const MOST_CELLS = 600_000;
const LEAN = 'arrivals,served,queue,capacity,parallelism,utilization,load,wait';

// So many points that so many rows of each node stay small enough to draw.
export const pointsFor = (nodes: number, rows: number): number => Math.max(60, Math.min(1200, Math.floor(MOST_CELLS / (nodes * rows + 1))));

const MOST_WITH_EDGES = 60; // nodes

// A small run comes whole, a long one pooled. Of many nodes the window would have a handful of points, so that their
// series come as frames, and from the window only what else there is about a node.
async function windowOf(runId: string, bundle: UiBundle): Promise<StateWindow> {
  const { graph, grid, metrics } = bundle;
  if ((graph.nodes.length * 18 + graph.edges.length * 3) * grid.bins <= MOST_CELLS) return api.stateWindow(runId);
  const names = LEAN.split(',').filter((name) => metrics.some((m) => m.name === name) && (name !== 'utilization' || !metrics.some((m) => m.name === 'load')));
  const points = pointsFor(graph.nodes.length, names.length);
  const query = (edges: boolean, most: number): string => `?metrics=${names.join(',')}&includeEdges=${edges}&maxPoints=${most}`;
  if (graph.nodes.length <= MOST_WITH_EDGES) return api.stateWindow(runId, query(true, points));
  const level = Math.max(0, Math.ceil(Math.log2(grid.bins / points)));
  const [window, ...frames] = await Promise.all([api.stateWindow(runId, query(false, 1)), ...names.map((name) => api.frames(runId, name, level))]);
  return withFrames(window, names, frames, 2 ** level);
}

function withFrames(window: StateWindow, names: readonly string[], frames: readonly Frames[], binsPerPoint: number): StateWindow {
  const columns = frames.map((f) => new Map(f.order.map((id, i) => [id, i])));
  const pooled = (node: WindowNode): Record<string, Float64Array> =>
    Object.fromEntries(names.flatMap((name, k) => {
      const column = columns[k].get(node.id);
      const { count, order, values } = frames[k];
      if (column === undefined || !(name in node.series)) return [];
      return [[name, Float64Array.from({ length: count }, (_, i) => values[i * order.length + column])]];
    }));
  const pooling = { ...window.window.pooling, binsPerPoint, points: frames[0]?.count ?? 1, how: {} };
  return { ...window, window: { ...window.window, pooling }, nodes: window.nodes.map((n) => ({ ...n, series: pooled(n) })) };
}

const MOST_SERIES = 24;

// A run without nodes: one row for each of its series.
async function loadSeries(runId: string): Promise<RunData> {
  const [answer, index] = await Promise.all([api.run(runId), api.index(runId)]);
  if (!answer.metadata || !answer.grid) throw new api.ApiProblem(0, 'run_unreadable', 'The server sent neither a grid nor what the run is.');
  const totals = index.series.filter((s) => s.classKind !== 'specific').slice(0, MOST_SERIES);
  const values = await Promise.all(totals.map((s) => api.series(runId, s.id)));
  const rows = totals.map((s, i): [string, Float64Array] => [s.bareId, floats(values[i].values)]);
  return { ...ofSeries(answer.metadata, gridOf(answer.grid), rows), warnings: answer.warnings, evaluateMs: answer.durationsMs?.evaluate ?? null };
}

// What has no nodes: one row for each of its series.
export function ofSeries(about: RunMetadata, grid: Grid, rows: readonly [string, Float64Array][]): RunData {
  return {
    id: about.runId, title: originOf(about) || about.runId, templateId: about.templateId, narrative: about.templateNarrative, contentHash: about.contentHash, mode: about.mode,
    grid, points: grid.bins, binsPerPoint: 1, noun: about.itemNoun ?? 'items', per: perBin(grid.binMinutes), nodes: rows.slice(0, MOST_SERIES).map(([id, values], i) => seriesRow(id, i, values)), edges: [], classes: [], shared: [], warnings: [],
    verdict: 0, headline: null, findings: [], events: [], judged: false, topology: false, evaluateMs: null,
  };
}

const seriesRow = (id: string, index: number, values: Float64Array): RunNode => ({
  index, id, label: id, kind: 'source', kindWord: 'Series', group: null, roles: new Set([id]), queueId: null, aliases: { arrivals: 'Value' }, promise: null, promised: false, layer: index, x: 0, y: index, width: 0, height: 0,
  series: { arrivals: values }, could: null, load: null, loadWord: 'Load', wait: null, ratio: null, verdicts: null, states: null, restWord: '', rests: false, pile: false, verdict: 0, figures: null, classes: null, largest: { arrivals: largestOf(values) },
});

// Three requests, two of them at once, and one for each metric of a large run; none while a reader scrubs.
export async function loadRun(runId: string): Promise<RunData> {
  try {
    return await loadNodes(runId);
  } catch (error) {
    if (error instanceof api.ApiProblem && error.code === 'no_topology') return loadSeries(runId);
    throw error;
  }
}

async function loadNodes(runId: string): Promise<RunData> {
  const [bundle, layout] = await Promise.all([api.uiBundle(runId), api.layout(runId)]);
  return assemble(bundle, layout, await windowOf(runId, bundle));
}

// The bin that a finding is about: its peak, or where the load was highest if nothing waited.
export function momentOf(data: RunData, finding: Finding | null | undefined): number | null {
  if (!finding) return null;
  const node = finding.peak ? null : data.nodes.find((n) => n.id === finding.nodeId);
  return node?.figures?.peakLoad?.bin ?? finding.peakBin ?? null;
}

export const binOf = (data: RunData, bin: number): number => Math.min(data.points - 1, Math.floor(bin / data.binsPerPoint));
export const valueAt = (series: Float64Array | null | undefined, point: number): number | null => {
  const v = series?.[point];
  return v === undefined || Number.isNaN(v) ? null : v;
};
export const verdictAt = (node: RunNode, point: number): Verdict => (node.verdicts?.[point] ?? 0) as Verdict;

// The worst verdict of all nodes in each drawn bin.
export function worstLane(data: RunData): Uint8Array {
  const lane = new Uint8Array(data.points);
  for (const { verdicts } of data.nodes) {
    if (verdicts) for (let i = 0; i < lane.length; i++) if (verdicts[i] > lane[i]) lane[i] = verdicts[i];
  }
  return lane;
}
