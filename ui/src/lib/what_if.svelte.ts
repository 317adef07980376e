// One what-if: a subject (a template with values, or a model text), the run it gives now, and the run that it
// is compared with. The engine of the page evaluates it; the server is asked only where the page cannot. One
// question is on its way at a time, and the latest wins.
import type { Described, EngineClient, Evaluated } from '../../engine/index.ts';
import type { Explanation, OfNode, Overrides } from '../../engine/types.ts';
import * as api from './api/client.ts';
import { computed } from './computed.svelte.ts';
import { pageData, rowsOf, stepOf } from './page_data.ts';
import { isAboutTheModel, lacking, newEngine } from './page_engine.ts';
import { assemble, type RunData } from './run_data.ts';
import type { Preview } from './api/types.ts';

export interface Question {
  title: string;
  kind: 'template' | 'model';
  text: string;
  file: string; // what messages call the text
  parameters: Record<string, unknown>; // of a template
  overrides: Overrides; // of a model
  request: api.NewRun; // the same, as the server takes it
}

export interface Result {
  data: RunData;
}

export const resultOf = (p: Preview): Result | null => (p.bundle && p.layout && p.window ? { data: assemble(p.bundle, p.layout, p.window) } : null);

// The texts of templates, each fetched once.
const sources = new Map<string, Promise<string>>();
export function sourceOf(templateId: string): Promise<string> {
  const known = sources.get(templateId) ?? api.templateSource(templateId).then((answer) => answer.source);
  sources.set(templateId, known);
  known.catch(() => sources.delete(templateId));
  return known;
}

async function questionOf(request: api.NewRun): Promise<Question> {
  const { templateId, model, parameters = {} } = request;
  if (!templateId) return { title: 'model.yaml', kind: 'model', text: model ?? '', file: 'model.yaml', parameters: {}, overrides: {}, request };
  return { title: templateId, kind: 'template', text: await sourceOf(templateId), file: `${templateId}.yaml`, parameters, overrides: {}, request };
}

const LATE_MS = 80;
const MOST_WANTED = 400_000; // values of series beside the run
const isQuestion = (asked: Question | api.NewRun): asked is Question => 'request' in asked;

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
// Whether both are answered by one text that was compiled once. A text may be half a megabyte: it is not copied for it.
const opensAlike = (a: Question, b: Question): boolean => a.kind === b.kind && a.text === b.text && JSON.stringify(a.parameters) === JSON.stringify(b.parameters);
const isSame = (a: Question, b: Question): boolean => opensAlike(a, b) && JSON.stringify(a.overrides) === JSON.stringify(b.overrides);

export class WhatIf {
  now = $state.raw<Result | null>(null);
  before = $state.raw<Result | null>(null);
  failed = $state.raw<unknown>(null);
  stale = $state(false); // what is drawn is of an earlier question
  tripMs = $state<number | null>(null);
  trips = $state(0); // questions that were answered
  bare = $state(false); // evaluated, but without nodes to draw
  described = $state.raw<Described | null>(null); // the model that is open in the page
  answered: Question | null = null; // the question of `now`
  onfirst: (data: RunData) => void = () => {}; // before the first result is on show: what it is shown with
  aside = false; // beside what the page is about: the status bar says nothing of it
  wanted: ReadonlySet<string> = new Set(); // series whose values are wanted beside the run
  rows = $state.raw<Record<string, Float64Array>>({}); // those that there are
  #engine: EngineClient | null = null;
  #open: Question | null = null; // what is compiled
  #turn: Promise<unknown> = Promise.resolve();
  #asking: Promise<void> | null = null;
  #waiting: Question | api.NewRun | null = null;
  #late = 0; // of the timer
  #why = lacking;
  readonly #alone: boolean; // no server is there to ask
  readonly #near: boolean; // steps of a control: small ones in the thread of the page

  // The engine is on its way while the page still asks what to evaluate.
  constructor({ alone = false, near = false } = {}) {
    [this.#alone, this.#near] = [alone, near];
    if (this.#why) return;
    this.#engine = newEngine(near);
    this.#engine.ready().catch(() => {}); // the first question tells
  }

  // Both where nothing is there yet to compare with.
  async start(baseline: Question | api.NewRun, first: Question | api.NewRun): Promise<void> {
    [this.now, this.before, this.failed] = [null, null, null];
    const start = performance.now();
    try {
      this.before = await this.once(baseline);
    } catch (error) {
      this.failed = error;
    }
    if (this.before && isQuestion(baseline) && isQuestion(first) && isSame(baseline, first)) this.#begin(this.before, first, performance.now() - start);
    else await this.ask(first);
  }

  // Nothing is changed yet: what is compared with is what is on show.
  #begin(before: Result, question: Question, took: number): void {
    this.onfirst(before.data);
    [this.now, this.answered, this.bare, this.tripMs] = [before, question, false, took];
    this.trips++;
  }

  // Whether values are wanted beside the run that the last evaluation did not bring.
  get lacksRows(): boolean {
    return this.described !== null && this.#rows(this.described).some((id) => !(id in this.rows));
  }

  ask(question: Question | api.NewRun): Promise<void> {
    this.#waiting = question;
    // Said only where it can be read: most answers are there sooner, and need no picture of their own before them.
    if (this.now !== null && !this.#late) this.#late = window.setTimeout(() => (this.stale = true), LATE_MS);
    this.#asking ??= this.#work().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting; next; next = this.#waiting) {
      this.#waiting = null;
      await this.#one(next);
    }
  }

  async #one(asked: Question | api.NewRun): Promise<void> {
    const start = performance.now();
    try {
      const question = isQuestion(asked) ? asked : await questionOf(asked);
      const made = await this.once(question);
      this.bare = made === null;
      if (made && this.now === null) this.onfirst(made.data);
      if (made) [this.now, this.answered] = [made, question];
      this.failed = null;
      if (!this.#waiting) this.#inTime();
    } catch (error) {
      if (isAbort(error)) return;
      this.failed = error;
    }
    this.tripMs = performance.now() - start;
    this.trips++;
  }

  #inTime(): void {
    clearTimeout(this.#late);
    this.#late = 0;
    this.stale = false;
  }

  // One evaluation beside what is on show; null for a model without nodes on the server.
  async once(asked: Question | api.NewRun, signal?: AbortSignal): Promise<Result | null> {
    const question = isQuestion(asked) ? asked : await questionOf(asked);
    signal?.throwIfAborted();
    if (!this.#why) {
      try {
        return { data: await this.#inPage(question) };
      } catch (error) {
        if (this.#alone || isAboutTheModel(error) || isAbort(error)) throw error;
        this.#open = null;
        this.#why = error instanceof Error ? error.message : String(error);
      }
    }
    if (this.#alone) throw new Error(this.#why);
    const answer = await api.preview(question.request, signal);
    if (!this.aside) computed.now = { where: 'server', milliseconds: answer.run.durationsMs?.evaluate ?? null, why: this.#why };
    return resultOf(answer);
  }

  #inPage(question: Question): Promise<RunData> {
    return this.#inTurn(async () => {
      const said = await this.#evaluated(question);
      if (Object.keys(said.rows).length || Object.keys(this.rows).length) this.rows = said.rows;
      if (!this.aside) computed.now = { where: 'page', milliseconds: said.milliseconds, why: '' };
      return pageData({ id: question.request.templateId ?? 'model', title: this.described?.template?.title || question.title }, this.described!, said);
    });
  }

  // The worker holds one model at a time, so one question after another has it to itself.
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  // The model is compiled anew only where text or values of a template changed.
  async #evaluated(question: Question): Promise<Evaluated> {
    const engine = (this.#engine ??= newEngine(this.#near));
    const { kind, file, parameters, text, overrides } = question;
    if (this.#open === null || !opensAlike(this.#open, question)) {
      this.#open = null;
      const before = this.described;
      const answer = before
        ? await engine.openAndEvaluate(text, { kind, file, parameters }, overrides, this.#rows(before), stepOf(before))
        : { described: await engine.open(text, { kind, file, parameters }), said: null };
      this.described = answer.described;
      this.#open = question;
      // Values seldom change the shape of a model; where they do, other rows are wanted than those of before.
      if (answer.said && before && this.#isAlike(before, answer.described)) return answer.said;
    }
    return engine.evaluate(overrides, this.#rows(this.described!), stepOf(this.described!));
  }

  // The series whose values come with an evaluation.
  #rows(model: Described): string[] {
    const more = model.grid.bins * this.wanted.size <= MOST_WANTED ? model.series.map((s) => s.id).filter((id) => this.wanted.has(id)) : [];
    return [...new Set([...rowsOf(model), ...more])];
  }

  #isAlike(a: Described, b: Described): boolean {
    return stepOf(a) === stepOf(b) && JSON.stringify(this.#rows(a)) === JSON.stringify(this.#rows(b));
  }

  // The hashes of every series of a question, by id; null where the server evaluates.
  async hashesOf(question: Question): Promise<Record<string, string> | null> {
    if (this.#why) return null;
    return this.#inTurn(async () => {
      await this.#evaluated(question);
      return this.#engine!.hashes();
    });
  }

  // Why a value of a question is what it is; null where the server evaluates.
  async explain(question: Question, of: string | OfNode, bin: number, signal?: AbortSignal): Promise<Explanation | null> {
    if (this.#why) return null;
    return this.#inTurn(async () => {
      signal?.throwIfAborted();
      await this.#evaluated(question);
      return this.#engine!.explain(of, bin);
    });
  }

  // The text of the model that a question makes; null where the server has to be asked.
  async modelText(question: Question): Promise<string | null> {
    if (this.#why) return null;
    return this.#inTurn(async () => {
      await this.#evaluated(question);
      return this.#engine!.modelText();
    });
  }

  // Whether the page computes; else many questions are too many.
  get inPage(): boolean {
    return !this.#why;
  }

  pin(): void {
    this.before = this.now;
  }

  // The page is left: the worker ends, and its memory with it.
  close(): void {
    this.#waiting = null;
    clearTimeout(this.#late);
    this.#engine?.close();
    this.#engine = null;
    this.#open = null;
    if (!this.aside) computed.now = null;
  }
}
