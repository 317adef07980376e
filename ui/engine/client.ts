// EngineClient: an Engine in a worker, so that the page stays alive while it computes. A call that
// runs too long, or that nobody wants any more, ends the worker; the next call starts another one
// and opens the same text again.

import { EngineProblems, EngineTrapped, splitBlock, splitRows } from './engine.ts';
import type { Described, Explanation, Judged, NodeRows, OfNode, OpenOptions, Overrides, Problem } from './types.ts';

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

type Answered = Omit<Evaluated, 'judged' | 'nodes' | 'edges' | 'binsPerPoint'> & { described: Described | null; judged: string; block: Float64Array; flows: Float64Array };

interface Answer {
  id: number;
  value?: unknown;
  problems?: Problem[] | null;
  message?: string;
  name?: string;
}

export interface ClientOptions {
  /** Makes the worker; a bundler wants to see the call of `new Worker` where it is used. */
  worker(): Worker;
  /** The bytes of flowtime.wasm. */
  bytes(): Promise<ArrayBuffer>;
  /** After which a call is ended. */
  milliseconds?: number;
}

export class EngineClient {
  private readonly options: Required<ClientOptions>;
  private worker: Worker | null = null;
  private starting: Promise<void> = Promise.resolve(); // the worker has its module, and the model that was open
  private next = 1;
  private waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private described: Described | null = null;
  private values: Overrides = {}; // of the last evaluation,
  private hasValues = false; // which the worker has made
  private opened: { text: string; options: OpenOptions } | null = null;

  constructor(options: ClientOptions) {
    this.options = { milliseconds: 20_000, ...options };
  }

  /** Starts the worker and loads the module, so that the first call finds them there. */
  async ready(): Promise<void> {
    if (this.worker === null) this.starting = this.start();
    await this.starting;
  }

  async open(text: string, options: OpenOptions = {}): Promise<Described> {
    const described = (await this.ask({ call: 'open', text, options })) as Described;
    this.keep(text, options, described);
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
    return this.read((await this.ask({ call: 'evaluate', overrides, rows, binsPerPoint })) as Answered, overrides, binsPerPoint);
  }

  /** `open`, then `evaluate`, in one trip to the worker: what a control of a template asks for at every step. */
  async openAndEvaluate(text: string, options: OpenOptions, overrides: Overrides, rows: string[], binsPerPoint: number): Promise<{ described: Described; said: Evaluated }> {
    const answered = (await this.ask({ call: 'evaluate', overrides, rows, binsPerPoint, text, options })) as Answered;
    this.keep(text, options, answered.described!);
    return { described: answered.described!, said: this.read(answered, overrides, binsPerPoint) };
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
    return (await this.ask({ call: 'modelText' })) as string;
  }

  /** Ends what is computed now; its promises reject with `error`. */
  cancel(error: Error = new DOMException('Cancelled.', 'AbortError')): void {
    this.worker?.terminate();
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  /** Gives all memory back. */
  close(): void {
    this.opened = null;
    this.cancel();
  }

  private keep(text: string, options: OpenOptions, described: Described): void {
    this.opened = { text, options };
    this.described = described;
    this.values = {};
    this.hasValues = false;
  }

  private read({ described: _, judged, block, flows, ...said }: Answered, overrides: Overrides, binsPerPoint: number): Evaluated {
    this.values = overrides;
    this.hasValues = true;
    const points = binsPerPoint > 0 ? Math.ceil((this.described?.grid.bins ?? 0) / binsPerPoint) : 0;
    return { ...said, judged: JSON.parse(judged), nodes: splitRows(block, points), edges: splitBlock(flows, points), binsPerPoint };
  }

  /** A worker that was started since has the model, and not its values. */
  private async evaluated(): Promise<void> {
    await this.ready();
    if (!this.hasValues) await this.evaluate(this.values);
  }

  private async ask(request: object): Promise<unknown> {
    if (this.worker === null) this.starting = this.start();
    await this.starting;
    return this.send(request);
  }

  private async start(): Promise<void> {
    const worker = this.options.worker();
    this.worker = worker;
    this.hasValues = false;
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.settle(data);
    worker.onerror = (event) => this.cancel(new EngineTrapped(event.message));
    const bytes = await this.options.bytes();
    if (this.worker !== worker) throw new DOMException('Cancelled.', 'AbortError'); // closed meanwhile
    await this.send({ call: 'load', bytes });
    if (this.opened) await this.send({ call: 'open', ...this.opened });
  }

  private send(request: object): Promise<unknown> {
    const id = this.next++;
    const { milliseconds } = this.options;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.cancel(new EngineTimeout(milliseconds)), milliseconds);
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
