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
  edges: { id: string; from: string; to: string; type: string; multiplier?: number; byClass?: ClassSeries }[];
  classes: { id: string; displayName: string }[];
  /** Capacities that several nodes share: the ids of their series, `served` being the capacity itself. */
  constraints: { id: string; arrivals?: string; served?: string; members: string[] }[];
  /** What the model says happened, by time; `toBin` is included. */
  events: { fromBin: number; toBin: number; text: string }[];
}

/** The ids of the series of each class, by the names of `state_window`; "*" is what no class accounts for. */
export type ClassSeries = Record<string, Record<string, string>>;

export interface DescribedNode {
  id: string;
  kind: string;
  /** A const or expression that stands in the topology: not drawn among the nodes. */
  isComputed?: boolean;
  group?: string;
  aliases: Record<string, string>;
  byClass?: ClassSeries;
  /** Place in the layered layout. */
  layer: number;
  x: number;
  y: number;
}

/** What a page draws of a node; the same series as in `state_window` of a stored run. */
export const NODE_ROWS = ['arrivals', 'served', 'queue', 'capacity', 'load', 'wait', 'exhaustedFailures', 'retryEcho', 'parallelism'] as const;
export type NodeRowName = (typeof NODE_ROWS)[number];
/** One value per point, NaN where absent; a series that the node does not have is missing. */
export type NodeRows = Partial<Record<NodeRowName, Float64Array>>;

export type Verdict = 'good' | 'warning' | 'critical';

/** Stretches of bins in which the node did the same: each begins at `bin`, the last goes on to the end. */
export interface JudgedSpans {
  bin: number[];
  state: string[];
  verdict: (Verdict | null)[];
}

export interface Peak {
  value: number | null;
  bin: number | null;
}

/** As `figures` in the answers about a stored run. */
export interface JudgedFigures {
  harmed: number;
  late: number;
  lateShare: number | null;
  dropped: number;
  lost: number;
  p50Minutes: number | null;
  p85Minutes: number | null;
  p95Minutes: number | null;
  longestMinutes: number | null;
  atLeast: boolean;
  undelivered: number;
  peakLoad: Peak;
  peakQueue: Peak;
  isPile: boolean;
}

export interface JudgedNode {
  id: string;
  verdict: Verdict | null;
  promise: { minutes: number | null; declared: boolean };
  states: JudgedSpans;
  figures: JudgedFigures;
}

/** A piece of a sentence: words, or a figure with the place it comes from. */
export interface SentencePart {
  text?: string;
  value?: number;
  shown?: string;
  series?: string;
  bin?: number;
  unit?: string;
}

export interface Headline {
  kind: string;
  verdict: Verdict;
  nodeId?: string;
  constraintId?: string;
  members: string[];
  fromBin: number;
  toBin: number;
  recovered: boolean;
  peakBin: number | null;
  peak: number | null;
  harmed: number;
  text: string;
  parts: SentencePart[];
}

export interface CheckFinding {
  code: string;
  severity: 'info' | 'warning' | 'error';
  nodeId: string;
  message: string;
  bins: number[];
}

export interface Judged {
  verdict: Verdict | '';
  headline: Headline | null;
  /** All of them, ranked; the first is the headline. */
  judgement: { findings: Headline[] };
  nodes: JudgedNode[];
  constraints: { id: string; verdict: Verdict | null }[];
  findings: CheckFinding[];
}

/** A metric of a node, as `/v1/runs/{id}/explain` takes it. */
export interface OfNode {
  node: string;
  metric: string;
  /** Of a role: of the items of this class; "*" is what no class accounts for. */
  class?: string;
}

/** How a value is computed; leaves are series and numbers, each with its value in the bin. */
export interface FormulaNode {
  op: string;
  role?: string;
  value: number | null;
  seriesId?: string;
  bin?: number;
  amount?: number;
  weight?: number;
  binding?: boolean;
  detail?: string;
  operands?: FormulaNode[];
}

/** A cause, and what it adds to the value or takes from it. */
export interface Contribution {
  kind: string;
  amount: number;
  amountRest?: number;
  side?: string;
  seriesId?: string;
  classId?: string;
  nodeId?: string;
  viaNode?: string;
  constraintId?: string;
  echoOf?: string;
  parameters?: string[];
  unit?: string;
  source?: { file: string; line: number; column: number };
  firstBin: number;
  lastBin: number;
  binCount: number;
  each?: number;
  folded?: number;
  bins: { bin: number; amount: number; value: number }[];
  otherBins: number;
}

/** Why a value is what it is; docs/http-api.md, "Explain", describes each member. `runId` is empty. */
export interface Explanation {
  runId: string;
  seriesId: string;
  nodeId?: string;
  metric?: string;
  role?: string;
  bin: number;
  startUtc?: string;
  endUtc?: string;
  value: number | null;
  unit: string;
  stored: boolean;
  alias?: string;
  trend?: { direction: 'grew' | 'shrank' | 'stayed'; change: number; sinceBin: number; peak: number; peakBin: number };
  definition: { kind: string; written?: string; rule: string; withValues: string; parameters?: string[]; source?: { file: string; line: number; column: number } };
  formula: FormulaNode;
  absent?: { reason: string; path: { seriesId: string; bin: number }[] };
  buildUp?: {
    firstBin: number; bins: number; before: number; inflow: number; outflow: number; loss: number; overflow: number;
    emptyBelow: number; peak: number; peakBin: number;
    limits: { id: string; kind: string; seriesId?: string; nodeId?: string; parameters?: string[]; bins: number }[];
    largest: { bin: number; change: number; inflow: number; outflow: number; loss: number; overflow: number; limitedBy?: string }[];
    otherBins: number;
  };
  contributions: Contribution[];
  residual: number | null;
  cellsWalked: number;
  words: string;
}

export interface OpenOptions {
  kind?: 'model' | 'template';
  file?: string;
  parameters?: Record<string, unknown>;
  seed?: number;
}

export type Overrides = Record<string, number | number[]>;
