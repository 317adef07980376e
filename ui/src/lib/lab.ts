// A study of one example in the page: runs for many values of an input, none of them kept.
// Every figure is the engine's, read from a run that was evaluated; a crossing is solved by runs, never drawn between two.
import * as api from './api/client.ts';
import type { Job, Study, StudyKind } from './api/types.ts';
import { ABSENT, count, durationText, number, percent } from './format.ts';
import type { RunData, RunNode } from './run_data.ts';

export interface Point {
  value: number;
  data: RunData;
}

export type Measure = 'longestMinutes' | 'waiting' | 'harmed' | 'load';
export const MEASURES: readonly [Measure, string][] = [['longestMinutes', 'Longest wait'], ['waiting', 'Most waiting'], ['harmed', 'Late or lost'], ['load', 'Highest load']];

export const nodeIn = (data: RunData, id: string): RunNode | undefined => data.nodes.find((n) => n.id === id);

export function figure(data: RunData, node: string, measure: Measure): number | null {
  const f = nodeIn(data, node)?.figures;
  if (!f) return null;
  if (measure === 'waiting') return f.peakQueue?.value ?? 0;
  if (measure === 'load') return f.peakLoad?.value ?? null;
  return f[measure] ?? 0;
}

export interface Subject {
  templateId: string;
  parameters: Record<string, unknown>;
}

// `points` values from a to b, both of them; whole numbers where the input wants them, each once.
export function spread(from: number, to: number, points: number, whole: boolean): number[] {
  const raw = Array.from({ length: points }, (_, i) => from + ((to - from) * i) / Math.max(1, points - 1));
  return [...new Set(raw.map((v) => (whole ? Math.round(v) : Number(v.toPrecision(6)))))];
}

export interface Crossing {
  value: number; // the first that keeps to the goal, rounded to the step
  at: number; // its figure
  runs: number;
}

// Where the figure comes to be at most the goal: between two neighbours of which one keeps to it, by halving.
export async function solve(points: readonly Point[], figureOf: (p: Point) => number | null, goal: number, step: number, one: (value: number) => Promise<Point | null>): Promise<Crossing | null> {
  const good = (p: Point): boolean => (figureOf(p) ?? Infinity) <= goal;
  const i = points.findIndex((p, k) => k > 0 && good(p) !== good(points[k - 1]));
  if (i < 0) return null;
  let [bad, fine] = good(points[i]) ? [points[i - 1], points[i]] : [points[i], points[i - 1]];
  let runs = 0;
  while (Math.abs(fine.value - bad.value) > step * 1.0001 && runs < 30) {
    const middle = Math.round((fine.value + bad.value) / 2 / step) * step;
    if (middle === fine.value || middle === bad.value) break;
    const p = await one(Number(middle.toPrecision(10)));
    runs++;
    if (!p) return null;
    if (good(p)) fine = p;
    else bad = p;
  }
  return { value: fine.value, at: figureOf(fine) ?? 0, runs };
}

export interface Bar {
  name: string;
  title: string;
  low: { value: number; at: number | null };
  high: { value: number; at: number | null };
}

// The figure of a measure at a node, in the grammar of docs/figures.md.
const REDUCERS: Record<Measure, string> = { longestMinutes: 'longest', waiting: 'peakQueue', harmed: 'harmed', load: 'load' };
export const figureName = (measure: Measure, node: string): string => `${REDUCERS[measure]}(${node})`;

export const KINDS: readonly [StudyKind, string][] = [['sweep', 'Sweep'], ['goal-seek', 'Goal'], ['optimize', 'Best'], ['sensitivity', 'Inputs'], ['ensemble', 'Draws']];
export const KIND_WORDS: Record<StudyKind, string> = { sweep: 'Sweep', 'goal-seek': 'Goal', optimize: 'Best', sensitivity: 'Inputs', ensemble: 'Draws', morris: 'Inputs, Morris', sobol: 'Inputs, Sobol', suggest: 'What would help' };

// A figure as it is read: "longest(Payment)" in minutes, "load(...)" as a share, anything else as an amount.
export function figureText(figure_: string, v: number | null | undefined): string {
  if (v === null || v === undefined) return ABSENT;
  if (/^(longest|p\d+Wait|timeToDrain|firstBreach)\b/.test(figure_)) return durationText(v);
  if (/^(load|lateShare|serviceLevel)\b/.test(figure_)) return percent(v);
  return v >= 10 ? count(v) : number(v);
}
export const figureWords = (figure_: string): string => {
  const [, reducer, at] = /^(\w+)\((.*)\)$/.exec(figure_) ?? [];
  const words: Record<string, string> = { longest: 'longest wait', peakQueue: 'most waiting', harmed: 'late or lost', load: 'highest load', max: 'largest' };
  return reducer ? `${words[reducer] ?? reducer} at ${at}` : figure_;
};

// Follows a study to its end; `seen` hears how far it is.
export function carryOut(started: Study, seen: (done: number, of: number) => void, signal: AbortSignal): Promise<Study> {
  return new Promise((done, failed) => {
    const look = (): void => void api.study(started.studyId).then(done, failed);
    if (!started.jobId) return look();
    const job = { jobId: started.jobId, state: 'running', progress: 0, binsDone: 0, bins: started.points } as Job;
    const leave = api.follow(job, (now) => {
      seen(now.binsDone, now.bins || started.points);
      if (now.state !== 'running' && now.state !== 'queued') look();
    }, failed);
    const stop = (): void => {
      leave();
      void api.cancelJob(started.jobId!).catch(() => {});
      failed(new DOMException('stopped', 'AbortError'));
    };
    if (signal.aborted) stop(); // while the study was begun
    else signal.addEventListener('abort', stop, { once: true });
  });
}
