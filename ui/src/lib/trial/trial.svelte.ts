// A trial: a subject, what was changed of it, and what comes of it. Every change can be undone.
import { ApiProblem } from '../api/client.ts';
import type { TemplateParameter } from '../api/types.ts';
import { readInput, textOf } from '../inputs.ts';
import { ofClass } from '../classes.ts';
import { momentOf, type RunData } from '../run_data.ts';
import { onSameAxes } from '../score/before.ts';
import { problemsOf } from '../page_engine.ts';
import { WhatIf, type Question } from '../what_if.svelte.ts';
import { knobsOfModel, knobsOfTemplate, parametersOf, type Knob } from './knobs.ts';
import { commandOf, questionOf, UNCHANGED, type Changes, type Stretch, type Subject } from './question.ts';

export interface PlacedProblem {
  line: number;
  column: number;
  code: string;
  message: string;
  remedy?: string;
}

const MOST_STEPS = 100;
const TYPING_MS = 160;

export class Trial {
  readonly whatIf: WhatIf;
  subject = $state.raw<Subject>({ title: '', kind: 'model', text: '', templateId: '', file: 'model.yaml' });
  parameters = $state.raw<TemplateParameter[]>([]); // of a template, as a server tells them
  given = $state.raw<Record<string, unknown>>({}); // values that the trial began with and has no control for
  changes = $state.raw<Changes>(UNCHANGED);
  past = $state.raw<Changes[]>([]);
  future = $state.raw<Changes[]>([]);
  point = $state(0);
  selected = $state(0);
  view = $state({ from: 0, to: 1 });
  klass = $state(''); // a class of items; empty: all
  why = $state(false); // the explanation of the selected node is open
  more = $state.raw<string[]>([]); // inputs that were asked for
  onchange: () => void = () => {};
  #typing = 0;
  #place: { node: string | null; bin: number | null } = { node: null, bin: null };

  constructor(alone = false) {
    this.whatIf = new WhatIf({ alone, near: true });
    this.whatIf.onfirst = (data) => {
      this.view = { from: 0, to: data.points };
      this.#aim(data);
    };
  }

  readonly ofTemplate = $derived.by(() => this.subject.kind === 'template' && this.changes.text === null);
  readonly knobs = $derived.by((): Knob[] => {
    if (this.ofTemplate && this.parameters.length) return knobsOfTemplate(this.parameters);
    const model = this.whatIf.described;
    if (this.ofTemplate) return knobsOfTemplate(model ? parametersOf(model) : []);
    return model && !model.template ? knobsOfModel(model) : [];
  });
  readonly changed = $derived.by(() => this.knobs.filter((k) => (k.name in this.changes.values && this.changes.values[k.name].trim() !== textOf(k.defaultValue)) || this.changes.stretches.some((s) => s.name === k.name)));
  readonly bins = $derived.by(() => this.whatIf.described?.grid.bins ?? this.whatIf.now?.data.grid.bins ?? 0);
  readonly question = $derived.by((): Question => questionOf(this.subject, this.knobs, this.changes, this.bins, this.given));
  readonly command = $derived.by(() => commandOf(this.subject, this.knobs, this.changes));
  readonly now = $derived.by(() => (this.whatIf.now ? onSameAxes(this.whatIf.now.data, this.whatIf.before?.data ?? null) : null));
  readonly before = $derived.by(() => (this.whatIf.before && this.now && this.whatIf.before.data.points === this.now.points ? this.whatIf.before.data : null));
  // Both as the chosen class sees them.
  readonly seen = $derived.by(() => this.now && (this.klass ? onSameAxes(ofClass(this.now, this.klass), this.seenBefore) : this.now));
  readonly seenBefore = $derived.by(() => this.before && ofClass(this.before, this.klass));
  readonly problems = $derived.by((): PlacedProblem[] => {
    const failed = this.whatIf.failed;
    const list = failed instanceof ApiProblem ? failed.errors : problemsOf(failed);
    return list.map((p) => ({ line: p.line ?? 0, column: p.column ?? 0, code: p.code, message: p.message, remedy: p.remedy }));
  });
  readonly text = $derived.by(() => this.changes.text ?? this.subject.text);

  textFor(knob: Knob): string {
    return this.changes.values[knob.name] ?? textOf(knob.defaultValue);
  }

  // The first evaluation: of the subject as it was, then with what is changed already.
  async start(baseline: Record<string, unknown> = {}): Promise<void> {
    await this.whatIf.start(questionOf(this.subject, [], UNCHANGED, 0, { ...this.given, ...baseline }), this.question);
    // The constants of a model are known only now.
    if (Object.keys(this.changes.values).length || this.changes.stretches.length) await this.whatIf.ask(this.question);
    const data = this.whatIf.now?.data;
    if (data && this.view.to !== data.points) this.view = { from: 0, to: data.points };
  }

  // Where the finding is, unless the address says otherwise; said before the start, the first picture is painted once.
  look(node: string | null, bin: number | null): void {
    this.#place = { node, bin };
    const data = this.whatIf.now?.data;
    if (data) this.#aim(data);
  }

  #aim(data: RunData): void {
    const { node, bin } = this.#place;
    const finding = this.whatIf.before?.data.headline ?? data.headline;
    this.selected = Math.max(0, data.nodes.findIndex((n) => n.id === (node ?? finding?.nodeId)));
    this.point = Math.min(data.points - 1, Math.max(0, Math.floor((bin ?? momentOf(this.whatIf.before?.data ?? data, finding) ?? data.grid.bins / 2) / data.binsPerPoint)));
  }

  remember(): void {
    if (this.past[this.past.length - 1] === this.changes) return;
    this.past = [...this.past.slice(1 - MOST_STEPS), this.changes];
    this.future = [];
  }

  set(knob: Knob, to: string): void {
    const { [knob.name]: _, ...rest } = this.changes.values;
    this.#change({ ...this.changes, values: to.trim() === textOf(knob.defaultValue) ? rest : { ...rest, [knob.name]: to } }, !readInput(knob, to).error);
  }

  // The last stretch of an input over these bins is replaced, others stay.
  stretch(next: Stretch): void {
    const rest = this.changes.stretches.filter((s) => s.name !== next.name || s.from !== next.from || s.to !== next.to);
    this.#change({ ...this.changes, stretches: [...rest, next] });
  }

  drop(gone: Stretch): void {
    this.remember();
    this.#change({ ...this.changes, stretches: this.changes.stretches.filter((s) => s !== gone) });
  }

  reset(knob: Knob): void {
    this.remember();
    const { [knob.name]: _, ...values } = this.changes.values;
    this.#change({ ...this.changes, values, stretches: this.changes.stretches.filter((s) => s.name !== knob.name) });
  }

  write(text: string | null): void {
    this.changes = { ...UNCHANGED, text };
    clearTimeout(this.#typing);
    this.#typing = window.setTimeout(() => this.#change(this.changes), TYPING_MS);
  }

  #change(next: Changes, ask = true): void {
    this.changes = next;
    this.onchange();
    if (ask) void this.whatIf.ask(this.question);
  }

  undo(): void {
    this.#travel('past', 'future');
  }
  redo(): void {
    this.#travel('future', 'past');
  }
  #travel(from: 'past' | 'future', to: 'past' | 'future'): void {
    const last = this[from][this[from].length - 1];
    if (!last) return;
    this[from] = this[from].slice(0, -1);
    this[to] = [...this[to], this.changes];
    this.#change(last);
  }

  move(to: number): void {
    this.point = Math.max(0, Math.min((this.now?.points ?? 1) - 1, to));
    this.onchange();
  }

  select(node: number): void {
    this.selected = node;
    this.onchange();
  }

  close(): void {
    clearTimeout(this.#typing);
    this.whatIf.close();
  }
}
