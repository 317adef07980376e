// What the engine says. docs/engine-in-the-page.md describes each member.

/** One thing wrong with a text, as `flowtime validate` reports it. */
export interface Problem {
  code: string;
  message: string;
  remedy?: string;
  line?: number;
  column?: number;
  path?: string;
}

export interface Grid {
  bins: number;
  binSize: number;
  binUnit: string;
  startUtc?: string;
  endUtc?: string;
}

export interface TemplateParameter {
  name: string;
  type: 'integer' | 'number' | 'boolean' | 'string' | 'array';
  title: string;
  unit: string;
  value?: unknown;
  default?: unknown;
  min?: number;
  max?: number;
  step?: number;
}

/** A number, or one number per bin, that can be replaced without compiling again. */
export interface EngineParameter {
  id: string;
  values: number[];
  scalarOnly: boolean;
}

export interface Described {
  grid: Grid;
  itemNoun: string;
  template: { id: string; title: string; parameters: TemplateParameter[] } | null;
  parameters: EngineParameter[];
  series: { id: string; unit: string }[];
  nodes: DescribedNode[];
  /** `flow`: the series of what flows along the edge; missing where there is none. */
  edges: { id: string; flow?: string; from: string; to: string; type: string }[];
}

export interface DescribedNode {
  id: string;
  kind: string;
  group?: string;
  aliases: Record<string, string>;
  /** Place in the layered layout. */
  layer: number;
  x: number;
  y: number;
}

/** What a page draws of a node, per bin; definitions in docs/semantics.md, "Judgement". */
export const NODE_ROWS = ['arrivals', 'served', 'queue', 'capacity', 'load'] as const;
export type NodeRowName = (typeof NODE_ROWS)[number];
export type NodeRows = Partial<Record<NodeRowName, Float64Array>>;

export type Verdict = '' | 'good' | 'warning' | 'critical';

/** From `bin` to the next span's bin the node did this. */
export interface JudgedSpan {
  bin: number;
  state: string;
  verdict: Verdict;
  rising: boolean;
}

export interface JudgedNode {
  id: string;
  verdict: Verdict;
  promiseMinutes: number | null;
  promiseDeclared: boolean;
  isPile: boolean;
  harmed: number;
  late: number;
  lost: number;
  p95Minutes: number | null;
  longestMinutes: number | null;
  atLeast: boolean;
  peakLoad: number | null;
  peak: number | null;
  peakBin: number;
  spans: JudgedSpan[];
  firstWaitBin: number;
  waitMinutes: number[];
}

export interface Headline {
  kind: string;
  verdict: Verdict;
  nodeId?: string;
  constraintId?: string;
  fromBin: number;
  toBin: number;
  peakBin: number | null;
  peak: number | null;
  harmed: number;
  text: string;
}

export interface CheckFinding {
  code: string;
  severity: 'info' | 'warning' | 'error';
  nodeId: string;
  message: string;
  bins: number[];
}

export interface Judged {
  verdict: Verdict;
  headline: Headline | null;
  nodes: JudgedNode[];
  findings: CheckFinding[];
}

export interface OpenOptions {
  kind?: 'model' | 'template';
  file?: string;
  parameters?: Record<string, unknown>;
  seed?: number;
}

export type Overrides = Record<string, number | number[]>;
