// What one looks at in a run: cursor, selection, view, tab. Kept in the address, written a moment
// after it changed, so that scrubbing writes no history and asks nothing of the server.
import type { RunNote, Warning } from './api/types.ts';
import { hasClasses, ofClass } from './classes.ts';
import { router } from './route.svelte.ts';
import { wholeNumber } from './route.ts';
import { METRICS, type Metric } from './lens.ts';
import { momentOf, type RunData } from './run_data.ts';
import type { Shown } from './score/geometry.ts';
import { clampView, type View } from './score/view.ts';

export type Tab = 'now' | 'trends' | 'why' | 'links' | 'checks' | 'source';
export const TABS: readonly [Tab, string][] = [['now', 'Now'], ['trends', 'Trends'], ['why', 'Why'], ['links', 'Links'], ['checks', 'Checks'], ['source', 'Source']];
// How the run is drawn: rows of time, the graph on a plane of its own, a table.
export type Form = 'score' | 'graph' | 'table';
const SPEEDS = [1, 2, 4, 8, 16, 32, 60];

export class RunView {
  readonly data: RunData;
  point = $state(0);
  selected = $state(0);
  tab = $state<Tab>('now');
  form = $state<Form>('score');
  shown = $state<Shown>('reported');
  metric = $state<Metric>('load');
  klass = $state(''); // a class of items; empty: all
  // The run as the chosen class sees it.
  readonly classed: RunData = $derived.by(() => ofClass(this.data, this.klass));
  view = $state<View>({ from: 0, to: 1 });
  playing = $state(false);
  speed = $state(8);
  finding = $state(0);
  notes = $state.raw<RunNote[]>([]); // of moments, by bin
  stored = $state.raw<Warning[]>([]); // what the checks found when the run was made
  #timer = 0;
  #frame = 0;

  constructor(data: RunData) {
    this.data = data;
    this.read(router.current.query);
  }

  // From the address; what it leaves out follows from the finding.
  read(query: URLSearchParams): void {
    const { data } = this;
    const bin = wholeNumber(query, 'bin');
    const node = data.nodes.findIndex((n) => n.id === query.get('node'));
    const first = data.headline;
    this.point = this.#clamped(Math.floor((bin ?? momentOf(data, first) ?? this.#quietStart()) / data.binsPerPoint));
    this.selected = node >= 0 ? node : this.#headlineNode();
    const tab = query.get('tab');
    this.tab = TABS.find(([name]) => name === tab)?.[0] ?? 'now';
    const form = query.get('view');
    this.form = form === 'graph' || form === 'table' ? form : 'score';
    const shown = query.get('show');
    this.shown = shown === 'late' || shown === 'all' ? shown : 'reported';
    const metric = query.get('metric');
    this.metric = METRICS.find(([name]) => name === metric)?.[0] ?? 'load';
    const klass = query.get('class') ?? '';
    this.klass = hasClasses(data) && data.classes.some((c) => c.id === klass) ? klass : '';
    const from = wholeNumber(query, 'from');
    const to = wholeNumber(query, 'to');
    this.view = from !== null && to !== null && to > from ? clampView(from, to, data.points) : { from: 0, to: data.points };
    this.finding = Math.max(0, data.findings.findIndex((f) => f.nodeId === data.nodes[this.selected]?.id));
  }

  #headlineNode(): number {
    const { headline, nodes } = this.data;
    const ids = headline ? [headline.nodeId, ...(headline.members ?? [])] : [];
    const named = nodes.findIndex((n) => ids.includes(n.id));
    if (named >= 0) return named;
    let best = 0;
    nodes.forEach((n, i) => {
      if ((n.largest.queue ?? 0) > (nodes[best].largest.queue ?? 0) && !n.pile) best = i;
    });
    return best;
  }

  // Without a finding: the bin in which most waits, else the middle.
  #quietStart(): number {
    const queue = this.data.nodes[this.#headlineNode()]?.series.queue;
    let best = Math.floor(this.data.points / 2);
    if (queue) for (let i = 0; i < queue.length; i++) if (queue[i] > (queue[best] || 0)) best = i;
    return best * this.data.binsPerPoint;
  }

  get bin(): number {
    return this.point * this.data.binsPerPoint;
  }

  get node() {
    return this.classed.nodes[this.selected];
  }

  #clamped(point: number): number {
    return Math.max(0, Math.min(this.data.points - 1, point));
  }

  to(point: number): void {
    this.point = this.#clamped(point);
    const { from, to } = this.view;
    if (this.point < from) this.view = clampView(this.point, this.point + to - from, this.data.points);
    if (this.point >= to) this.view = clampView(this.point + 1 - (to - from), this.point + 1, this.data.points);
    this.#write();
  }

  select(node: number): void {
    this.selected = node;
    this.#write();
  }

  // To the neighbour that most comes from.
  upstream(): void {
    const { edges, nodes } = this.data;
    const into = edges.filter((e) => e.to === this.selected && nodes[e.from]);
    const flow = (e: (typeof into)[number]): number => e.flow?.[this.point] || 0;
    const most = into.sort((p, q) => flow(q) - flow(p))[0];
    if (most) this.select(most.from);
  }

  open(tab: Tab): void {
    this.tab = tab;
    this.#write();
  }

  draw(form: Form): void {
    this.form = form;
    this.#write();
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.#write();
  }

  measure(metric: Metric): void {
    this.metric = metric;
    this.#write();
  }

  only(klass: string): void {
    this.klass = klass;
    this.#write();
  }

  look(view: View): void {
    this.view = view;
    this.#write();
  }

  // The finding k steps on, with cursor and selection.
  step(k: number): void {
    const { findings, nodes, binsPerPoint } = this.data;
    if (!findings.length) return;
    this.finding = (this.finding + k + findings.length) % findings.length;
    const at = findings[this.finding];
    const named = nodes.findIndex((n) => n.id === (at.nodeId ?? at.members?.[0]));
    if (named >= 0) this.selected = named;
    const moment = momentOf(this.data, at);
    if (moment !== null) this.to(Math.floor(moment / binsPerPoint));
  }

  // The next bin in which the selected node's verdict changes.
  jump(direction: 1 | -1): void {
    const lane = this.node?.verdicts;
    if (!lane) return this.to(this.point + 10 * direction);
    let at = this.point;
    while (lane[at + direction] === lane[this.point] && at + direction >= 0 && at + direction < lane.length) at += direction;
    this.to(at + direction);
  }

  faster(k: number): void {
    const at = Math.max(0, SPEEDS.indexOf(this.speed));
    this.speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + k))];
  }

  // Bins follow the clock: what a slow frame missed is skipped, never queued.
  toggle(): void {
    this.playing = !this.playing;
    cancelAnimationFrame(this.#frame);
    if (!this.playing) return;
    let start = performance.now();
    let from = this.point >= this.data.points - 1 ? 0 : this.point;
    let speed = this.speed;
    const frame = (now: number): void => {
      if (!this.playing) return;
      if (speed !== this.speed) [start, from, speed] = [now, this.point, this.speed];
      const next = from + Math.floor(((now - start) / 1000) * speed);
      if (next !== this.point) this.to(next);
      if (next >= this.data.points - 1) this.playing = false;
      else this.#frame = requestAnimationFrame(frame);
    };
    this.#frame = requestAnimationFrame(frame);
  }

  stop(): void {
    this.playing = false;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const whole = this.view.from === 0 && this.view.to === this.data.points;
      router.set({
        bin: String(this.bin), node: this.node?.id ?? null, tab: this.tab === 'now' ? null : this.tab, view: this.form === 'score' ? null : this.form, show: this.shown === 'reported' ? null : this.shown, metric: this.metric === 'load' ? null : this.metric, class: this.klass || null,
        from: whole ? null : String(this.view.from), to: whole ? null : String(this.view.to),
      });
    }, 200);
  }
}
