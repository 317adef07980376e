// EngineClient: an Engine in a worker, so that the page stays alive while it computes. A call that
// runs too long, or that nobody wants any more, ends the worker; the next call starts another one
// and opens the same text again.

import { EngineProblems, EngineTrapped, splitBlock, splitRows } from './engine.ts';
import type { Answered } from './held.ts';
import { Near, type Opened } from './near.ts';
import type { Described, Explanation, Judged, NodeRows, OfNode, OpenOptions, Overrides, Problem } from './types.ts';

const NEAR_AFTER_MS = 100; // after the last step that the worker made
const FIRST_NEAR_MS = 200; // after the model is on the screen
const LOAD_MS = 60_000; // the module comes over the network

export class EngineTimeout extends Error {
  constructor(milliseconds: number) {
    super(`The engine did not answer within ${milliseconds / 1000} s and was ended.`);
    this.name = 'EngineTimeout';
  }
}

export interface Evaluated {
  judged: Judged;
  rows: Record<string, Float64Array>;
  /** Per node of the model, where they were asked for. */
  nodes: NodeRows[];
  /** Likewise what flows along each edge. */
  edges: (Float64Array | null)[];
  /** How many bins a value of `nodes` stands for. */
  binsPerPoint: number;
  /** What the evaluation took in the worker. */
  milliseconds: number;
}

interface Answer {
  id: number;
  value?: unknown;
  problems?: Problem[] | null;
  message?: string;
  name?: string;
}

/** Where flowtime.wasm is: its bytes, or the address of its gzip, which the worker fetches. */
export interface EngineModule {
  bytes?(): Promise<ArrayBuffer>;
  address?: string;
}

export interface ClientOptions extends EngineModule {
  /** Makes the worker; a bundler wants to see the call of `new Worker` where it is used. */
  worker(): Worker;
  /** After which a call is ended. */
  milliseconds?: number;
  /** Steps of a small model may be made in the thread of the page, which waits for one after another. */
  near?: boolean;
}

export class EngineClient {
  private readonly options: ClientOptions & { milliseconds: number; near: boolean };
  private worker: Worker | null = null;
  private starting: Promise<void> = Promise.resolve(); // the worker has its module, and the model that was open
  private next = 1;
  private waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private described: Described | null = null;
  private values: Overrides = {}; // of the last evaluation,
  private hasValues = false; // which the worker has made
  private opened: Opened | null = null;
  private near: Near | null = null;
  private nearing = 0; // timer
  private ended: Error | null = null; // why the last worker was
  private isBehind = false; // the worker, by steps that were made near

  constructor(options: ClientOptions) {
    this.options = { milliseconds: 20_000, near: false, ...options };
  }

  /** Starts the worker and loads the module, so that the first call finds them there. */
  async ready(): Promise<void> {
    if (this.worker === null) this.starting = this.start();
    await this.starting;
  }

  async open(text: string, options: OpenOptions = {}): Promise<Described> {
    const described = (await this.ask({ call: 'open', text, options })) as Described;
    this.keep({ text, options }, described);
    this.nearLater();
    return described;
  }

  /** Nothing is computed: no worker is kept. */
  get isIdle(): boolean {
    return this.worker === null;
  }

  /**
   * The judgement, the rows that are asked for (of series that the model has), and the rows of every node in steps of so
   * many bins (0: none).
   */
  async evaluate(overrides: Overrides = {}, rows: string[] = [], binsPerPoint = 0): Promise<Evaluated> {
    const { opened } = this;
    const near = opened && this.stepNear(opened, overrides, rows, binsPerPoint);
    if (near) return this.read(near, overrides, binsPerPoint);
    const behind = this.isBehind ? opened : null;
    const answered = (await this.ask({ call: 'evaluate', overrides, rows, binsPerPoint, ...behind })) as Answered;
    this.isBehind = false;
    return this.read(answered, overrides, binsPerPoint);
  }

  /** `open`, then `evaluate`, in one trip to the worker: what a control of a template asks for at every step. */
  async openAndEvaluate(text: string, options: OpenOptions, overrides: Overrides, rows: string[], binsPerPoint: number): Promise<{ described: Described; said: Evaluated }> {
    const near = this.stepNear({ text, options }, overrides, rows, binsPerPoint);
    const answered = near ?? ((await this.ask({ call: 'evaluate', overrides, rows, binsPerPoint, text, options })) as Answered);
    this.keep({ text, options }, answered.described!);
    if (near) this.isBehind = true;
    else this.nearLater();
    return { described: answered.described!, said: this.read(answered, overrides, binsPerPoint) };
  }

  private stepNear({ text, options }: Opened, overrides: Overrides, rows: string[], binsPerPoint: number): Answered | null {
    if (this.near === null || this.worker === null) return null;
    try {
      const answered = this.near.step(text, options, overrides, rows, binsPerPoint);
      if (answered) this.isBehind = true;
      return answered;
    } catch (error) {
      if (!(error instanceof EngineTrapped)) throw error;
      this.near = null; // the worker says so too, and can be ended
      return null;
    }
  }

  // Once the page has time: the copy of a small model that the next steps are made with.
  private nearLater(): void {
    if (!this.options.near || (this.near === null && this.nearing !== 0)) return;
    clearTimeout(this.nearing);
    this.nearing = setTimeout(() => void this.makeNear().finally(() => (this.nearing = 0)), this.near ? NEAR_AFTER_MS : FIRST_NEAR_MS) as unknown as number;
  }

  private async makeNear(): Promise<void> {
    const { worker, opened, described } = this;
    if (!worker || !opened || !described || !Near.isSmall(described)) return void (this.near = null);
    try {
      if (this.near) return void (this.near.follows(opened) || (this.near = null));
      const made = await Near.of((await this.send({ call: 'module' }, Infinity)) as WebAssembly.Module, opened);
      if (this.worker === worker) this.near = made;
    } catch {
      this.near = null; // the worker makes every step
    }
  }

  /** Why a value is what it is, with the values of the last evaluate. */
  async explain(of: string | OfNode, bin: number): Promise<Explanation> {
    await this.evaluated();
    return (await this.ask({ call: 'explain', of, bin })) as Explanation;
  }

  async hashes(): Promise<Record<string, string>> {
    await this.evaluated();
    return (await this.ask({ call: 'hashes' })) as Record<string, string>;
  }

  async modelText(): Promise<string> {
    await this.evaluated();
    return (await this.ask({ call: 'modelText' })) as string;
  }

  /** Ends what is computed now; its promises reject with `error`. */
  cancel(error: Error = new DOMException('Cancelled.', 'AbortError')): void {
    this.worker?.terminate();
    this.worker = this.near = null;
    this.ended = error;
    clearTimeout(this.nearing);
    this.nearing = 0;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  /** Gives all memory back. */
  close(): void {
    this.opened = null;
    this.cancel();
  }

  private keep(opened: Opened, described: Described): void {
    this.opened = opened;
    this.described = described;
    this.values = {};
    this.hasValues = this.isBehind = false;
  }

  private read({ described: _, judged, block, flows, ...said }: Answered, overrides: Overrides, binsPerPoint: number): Evaluated {
    this.values = overrides;
    this.hasValues = true;
    const points = binsPerPoint > 0 ? Math.ceil((this.described?.grid.bins ?? 0) / binsPerPoint) : 0;
    return { ...said, judged: JSON.parse(judged), nodes: splitRows(block, points), edges: splitBlock(flows, points), binsPerPoint };
  }

  /** A worker that was started since has the model, and not its values; nor has it those of steps that were made near. */
  private async evaluated(): Promise<void> {
    await this.ready();
    if (this.hasValues && !this.isBehind) return;
    await this.ask({ call: 'evaluate', overrides: this.values, rows: [], binsPerPoint: 0, ...this.opened });
    this.hasValues = true;
    this.isBehind = false;
  }

  private async ask(request: object): Promise<unknown> {
    if (this.worker === null) this.starting = this.start();
    const { worker } = this;
    await this.starting;
    if (this.worker !== worker) throw this.ended; // cancelled in between
    return this.send(request);
  }

  private async start(): Promise<void> {
    const worker = this.options.worker();
    this.worker = worker;
    this.hasValues = this.isBehind = false;
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.settle(data);
    worker.onerror = (event) => this.cancel(new EngineTrapped(event.message));
    const { address } = this.options;
    const bytes = address === undefined ? await this.options.bytes?.() : undefined;
    if (this.worker !== worker) throw this.ended; // closed meanwhile
    await this.send({ call: 'load', bytes, address }, Math.max(LOAD_MS, this.options.milliseconds));
    if (this.worker !== worker) throw this.ended;
    if (this.opened) await this.send({ call: 'open', ...this.opened });
  }

  private send(request: object, milliseconds = this.options.milliseconds): Promise<unknown> {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      const timer = milliseconds < Infinity ? setTimeout(() => this.cancel(new EngineTimeout(milliseconds)), milliseconds) : undefined;
      const ended = () => clearTimeout(timer);
      this.waiting.set(id, {
        resolve: (value) => (ended(), resolve(value)),
        reject: (error) => (ended(), reject(error)),
      });
      this.worker!.postMessage({ id, ...request });
    });
  }

  private settle(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.message === undefined) return waiting?.resolve(answer.value);
    if (answer.problems) return waiting?.reject(new EngineProblems(answer.problems));
    waiting?.reject(answer.name === 'EngineTrapped' ? new EngineTrapped(answer.message) : new Error(answer.message));
    if (answer.name === 'EngineTrapped') this.cancel(new EngineTrapped(answer.message));
  }
}
