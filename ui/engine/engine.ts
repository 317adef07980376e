// Engine: FlowTime's own engine in the page. The same C++ as the server's, so the same bits, the
// same findings and the same problems. One Engine belongs to one thread; client.ts runs it in a
// worker that can be ended.

import { answer, failedCheck, instantiate, withText } from './module.ts';
import type { ModuleExports, Source } from './module.ts';
import { NODE_ROWS } from './types.ts';
import type { Described, Explanation, Judged, NodeRows, OfNode, OpenOptions, Overrides, Problem } from './types.ts';

/** The text or the values were refused; `problems` has at least one entry. */
export class EngineProblems extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(problems.map((problem) => problem.message).join('; '));
    this.name = 'EngineProblems';
    this.problems = problems;
  }
}

/** A defect of ours: the module ended itself. Every model of its engine is gone. */
export class EngineTrapped extends Error {
  constructor(why: string) {
    super(why || 'The engine ended because of a defect.');
    this.name = 'EngineTrapped';
  }
}

export class Engine {
  /** What another thread loads without compiling it again. */
  readonly compiled: WebAssembly.Module;
  private readonly module: ModuleExports;
  private constructor(compiled: WebAssembly.Module, module: ModuleExports) {
    this.compiled = compiled;
    this.module = module;
  }

  /** `source`: the bytes of flowtime.wasm, the response that brings them, or what `compiled` is of another engine. */
  static async load(source: Source): Promise<Engine> {
    const { module, exports } = await instantiate(source);
    return new Engine(module, exports);
  }

  /** Compiles a model or a template. Throws EngineProblems. */
  open(text: string, options: OpenOptions = {}): LiveModel {
    const handle = this.guarded(() =>
      withText(this.module, text, (at, bytes) =>
        withText(this.module, JSON.stringify(options), (request, requestBytes) =>
          this.module.ft_page_open(at, bytes, request, requestBytes))));
    const said = answer(this.module);
    if (handle === 0) throw new EngineProblems(JSON.parse(said).errors);
    return new LiveModel(this.module, handle, JSON.parse(said), (call) => this.guarded(call));
  }

  private guarded<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw new EngineTrapped(failedCheck(this.module));
      throw error;
    }
  }
}

/** The rows of each node, in the order of `described.nodes`: views of what `nodeRows` gave. */
export function splitRows(block: Float64Array, points: number): NodeRows[] {
  const rows = splitBlock(block, points);
  const nodes: NodeRows[] = [];
  for (let at = 0; at < rows.length; at += NODE_ROWS.length) {
    const node: NodeRows = {};
    NODE_ROWS.forEach((name, row) => {
      const values = rows[at + row];
      if (values) node[name] = values;
    });
    nodes.push(node);
  }
  return nodes;
}

/** Rows of so many points; null where no value is known. */
export const splitBlock = (block: Float64Array, points: number): (Float64Array | null)[] =>
  Array.from({ length: points > 0 ? block.length / points : 0 }, (_, i) => {
    const row = block.subarray(i * points, (i + 1) * points);
    return isKnown(row) ? row : null;
  });
function isKnown(row: Float64Array): boolean {
  for (let i = 0; i < row.length; i++) if (row[i] === row[i]) return true;
  return false;
}

/** A compiled text. Close it when the page is left: its memory is given back. */
export class LiveModel {
  described: Described;
  private readonly module: ModuleExports;
  private readonly handle: number;
  private readonly guarded: <T>(call: () => T) => T;
  private readonly places: Map<string, number>;

  constructor(module: ModuleExports, handle: number, described: Described, guarded: <T>(call: () => T) => T) {
    this.module = module;
    this.handle = handle;
    this.described = described;
    this.guarded = guarded;
    this.places = new Map(described.series.map(({ id }, place) => [id, place]));
  }

  /**
   * Gives a template other parameters where nothing has to be compiled for them; false where the text has to be opened
   * again. Throws EngineProblems.
   */
  rebind(parameters: Record<string, unknown> = {}): boolean {
    const done = this.guarded(() =>
      withText(this.module, JSON.stringify({ parameters }), (at, bytes) => this.module.ft_page_rebind(this.handle, at, bytes)));
    if (done === 2) return false;
    const said = answer(this.module);
    if (done === 0) throw new EngineProblems(JSON.parse(said).errors);
    this.described = { ...this.described, ...JSON.parse(said) };
    return true;
  }

  /** Evaluates all bins with these values in place of the model's. Throws EngineProblems. */
  evaluate(overrides: Overrides = {}): Judged {
    return JSON.parse(this.evaluateText(overrides));
  }

  /** The same as text: what a worker hands over, so that it is read where it is used and nowhere else. */
  evaluateText(overrides: Overrides = {}): string {
    const done = this.guarded(() =>
      withText(this.module, JSON.stringify(overrides), (at, bytes) =>
        this.module.ft_page_evaluate(this.handle, at, bytes)));
    const said = answer(this.module);
    if (done === 0) throw new EngineProblems(JSON.parse(said).errors);
    return said;
  }

  /**
   * Why a value of the last evaluate is what it is: of a series by its id, or of a metric of a node. What
   * `/v1/runs/{id}/explain` says of a run with the same values, but for the run's id and links. Throws EngineProblems.
   */
  explain(of: string | OfNode, bin: number): Explanation {
    const question = typeof of === 'string' ? { series: of, bin } : { ...of, bin };
    const done = this.guarded(() =>
      withText(this.module, JSON.stringify(question), (at, bytes) => this.module.ft_page_explain(this.handle, at, bytes)));
    const said = answer(this.module);
    if (done === 0) throw new EngineProblems(JSON.parse(said).errors);
    return JSON.parse(said);
  }

  /** Whether the model has a series of this id. */
  has(id: string): boolean {
    return this.places.has(id);
  }

  /** One value per bin after the last evaluate; NaN where absent. A copy. */
  row(id: string): Float64Array {
    const at = this.guarded(() => this.module.ft_page_row(this.handle, this.placeOf(id)));
    return new Float64Array(this.module.memory.buffer, at, this.described.grid.bins).slice();
  }

  /**
   * All rows of all nodes after the last evaluate, as `splitRows` reads them. A point stands for so
   * many bins: the largest queue, load and wait, else the mean. A copy.
   */
  nodeRows(binsPerPoint = 1): Float64Array {
    const at = this.guarded(() => this.module.ft_page_node_rows(this.handle, binsPerPoint));
    const points = Math.ceil(this.described.grid.bins / binsPerPoint);
    return new Float64Array(this.module.memory.buffer, at, this.described.nodes.length * NODE_ROWS.length * points).slice();
  }

  /** What flows along each edge after the last evaluate, one edge after another; pooled by the mean. A copy. */
  edgeRows(binsPerPoint = 1): Float64Array {
    const at = this.guarded(() => this.module.ft_page_edge_rows(this.handle, binsPerPoint));
    const points = Math.ceil(this.described.grid.bins / binsPerPoint);
    return new Float64Array(this.module.memory.buffer, at, this.described.edges.length * points).slice();
  }

  /** "sha256:…" of a row: equal to `seriesHashes` of a run with the same values. */
  rowHash(id: string): string {
    this.guarded(() => this.module.ft_page_row_hash(this.handle, this.placeOf(id)));
    return answer(this.module);
  }

  /** The text of the model; of a template the one that its values make. */
  modelText(): string {
    this.guarded(() => this.module.ft_page_model_text(this.handle));
    return answer(this.module);
  }

  close(): void {
    this.guarded(() => this.module.ft_page_close(this.handle));
  }

  private placeOf(id: string): number {
    const place = this.places.get(id);
    if (place === undefined) throw new RangeError(`The model has no series '${id}'.`);
    return place;
  }
}
