// What the pages read of the server's answers (docs/http-api.md, /openapi.json). Fields that an older
// server leaves out are optional here, and the pages then show that they are absent.

export type VerdictWord = 'good' | 'warning' | 'critical';
export type Numbers = (number | null)[];

export interface GridAnswer {
  bins: number;
  binSize: number;
  binUnit: 'milliseconds' | 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks';
  binMinutes?: number;
  startUtc?: string | null;
}

export interface Part {
  text?: string;
  value?: number | null;
  shown?: string;
  series?: string;
  bin?: number;
  unit?: string;
}

export interface Finding {
  kind: string;
  verdict?: VerdictWord;
  nodeId?: string | null;
  constraintId?: string | null;
  members?: string[];
  fromBin?: number | null;
  toBin?: number | null;
  recovered?: boolean | null;
  peakBin?: number | null;
  peak?: number | null;
  harmed?: number | null;
  lateShare?: number | null;
  dropped?: number | null;
  lost?: number | null;
  undelivered?: number | null;
  wait?: { p95Minutes?: number | null; longestMinutes?: number | null; atLeast?: boolean };
  cause?: Record<string, unknown>;
  text: string;
  parts?: Part[];
}

export interface Thumbnail {
  load?: Numbers;
  wait?: Numbers;
}

export interface Judged {
  verdict?: VerdictWord | null;
  headline?: Finding | null;
  thumbnail?: Thumbnail | null;
}

export interface FindingCounts {
  error: number;
  warning: number;
  info: number;
}

export interface InputChange {
  name: string;
  title?: string;
  value?: unknown;
  defaultValue?: unknown;
  isSetting?: boolean; // set beside the inputs, in the way that `value` says
  range?: string; // of a setting: when
}

export interface RunItem extends Judged {
  runId: string;
  templateId: string;
  templateTitle: string;
  createdUtc: string;
  mode: string;
  warningCount: number;
  contentHash: string;
  inputHash?: string | null;
  findings: FindingCounts | Finding[];
  findingCounts?: FindingCounts;
  grid: GridAnswer;
  rng?: { seed: number };
  parameters?: Record<string, unknown>;
  settings?: string[]; // beside those, as --set takes them
  differs?: InputChange[];
  health?: { critical: number; warning: number } | null;
  durationMs?: number;
  tags?: string[];
  note?: string;
}

export interface RunPage {
  items: RunItem[];
  totalCount: number;
  page: number;
  pageSize: number;
}

export interface Warning {
  code: string;
  message: string;
  severity: string;
  nodeId?: string;
  bins?: number[];
  startBin?: number;
  endBin?: number;
  value?: number;
  edgeIds?: string[];
  family?: string;
  verdict?: VerdictWord;
}

export interface ArtifactAnswer {
  id: string;
  type: string;
  title: string;
  files: string[];
  totalSize: number;
  metadata: Record<string, unknown>;
}

export interface Relationships {
  derivedFrom: { id: string; title: string }[];
  derivatives: { id: string; title: string }[];
  related: { id: string; title: string }[];
}

export interface RunRemarks {
  runId: string;
  tags: string[];
  note: string;
}

export interface DeletedRun {
  runId: string;
  deletedUtc: string;
  restorableUntilUtc: string;
}

export interface RunMetadata {
  runId: string;
  templateId: string;
  templateTitle: string;
  templateNarrative: string;
  templateVersion: string;
  mode: string;
  contentHash: string;
  classes?: { id: string; displayName?: string }[];
  itemNoun?: string;
}

export interface RunAnswer extends Judged {
  runId?: string;
  mode: string;
  templateId: string;
  isDryRun: boolean;
  wasReused: boolean;
  warningCount?: number;
  grid?: GridAnswer;
  warnings: Warning[];
  metadata: RunMetadata | null;
  plan: RunPlan | null;
  durationsMs?: Record<string, number>;
  parameters?: Record<string, unknown>;
  findings?: FindingCounts | Finding[];
  telemetry?: { available: boolean; capture?: string; sourceRunId: string | null; nodes?: number; nodesMeasured?: number; quality?: { series: number; missingBins: number } } | null;
  bundleRef?: { id: string };
}

// A file of measured series.
export interface CaptureFile {
  nodeId: string;
  metric: string;
  path: string;
  classId?: string;
}

export interface ListedCapture {
  name: string;
  templateId?: string | null;
  sourceRunId?: string | null;
  hasEvents: boolean;
  problem: { code: string; message: string } | null; // why it cannot be read
}
export interface Captures {
  captures: ListedCapture[];
  truncated: boolean;
}

export interface Captured {
  capture: { captureKey: string | null; alreadyExists: boolean; files: number; sourceRunId: string | null; classes: string[]; warnings: Warning[] };
}

export interface RunPlan {
  wouldReuse: boolean;
  contentHash: string;
  requestedRunId: string | null;
  parameters: Record<string, unknown>;
  resolvedParameters: Record<string, unknown>;
  files: CaptureFile[]; // measured ones
  outputs: { path: string; bytes: number; isEstimate: boolean }[];
  cells: number;
  bytes: number;
  warnings: Warning[];
  supersedes?: { runId?: string };
}

export interface GraphNode {
  id: string;
  kind: string;
  category: string;
  group?: string | null;
  semantics: { slaMinutes?: number | null; aliases?: Record<string, string> | null; [role: string]: unknown };
}

export interface GraphEdge {
  id: string;
  from: string;
  to: string;
  edgeType: string;
  field: string;
  multiplier: number | null;
  lag: number | null;
  weight: number;
}

export interface MetricDigest {
  min: number | null;
  max: number | null;
  mean: number | null;
  p95: number | null;
  last: number | null;
  maxBin: number | null;
}

// Stretches of bins in which a node did the same: they begin at `bin`, the last goes on to the end.
export interface StateSpans {
  bin: number[];
  state: string[];
  verdict: (VerdictWord | null)[];
}

export interface BundleNode {
  id: string;
  metrics: Record<string, MetricDigest>;
  verdict?: VerdictWord | null;
  promise?: { minutes: number | null; declared: boolean };
  states?: StateSpans;
  figures?: NodeFigures;
}

// What the server says of a node over the whole run.
export interface NodeFigures {
  isPile?: boolean;
  harmed?: number;
  late?: number | null;
  lateShare?: number | null;
  dropped?: number | null;
  lost?: number | null;
  undelivered?: number | null;
  p50Minutes?: number | null;
  p85Minutes?: number | null;
  p95Minutes?: number | null;
  longestMinutes?: number | null;
  atLeast?: boolean;
  peakLoad?: { value: number | null; bin: number | null } | null;
  peakQueue?: { value: number | null; bin: number | null } | null;
}

export interface ModelEvent {
  fromBin: number;
  toBin: number; // included
  text: string;
}

export interface UiBundle extends Judged {
  metadata: RunMetadata;
  grid: GridAnswer;
  classes: { id: string; displayName?: string }[];
  graph: { nodes: GraphNode[]; edges: GraphEdge[]; order: string[] };
  nodes: BundleNode[];
  constraints?: { id: string; verdict?: VerdictWord | null; harmed?: number; held?: string[] }[];
  metrics: { name: string; unit: string; itemUnit?: string; derived: boolean; pooling: string }[];
  events?: ModelEvent[]; // that the model names
  warnings: Warning[];
  findings?: Finding[] | FindingCounts;
  durationsMs?: Record<string, number>;
}

export interface LayoutAnswer {
  width: number;
  height: number;
  nodes: { id: string; x: number; y: number; width: number; height: number; layer: number }[];
  edges: { id: string; from: string; to: string; points: [number, number][] }[];
}

export interface TextProblem {
  path?: string; // of the member of a request, as /parameters/bins
  line: number;
  column: number;
  code: string;
  message: string;
  remedy?: string;
}

export interface Validation {
  valid?: boolean;
  isValid?: boolean;
  errors: TextProblem[];
  warnings?: TextProblem[];
}

// Of a model without topology only the run is told.
export interface Preview {
  run: RunAnswer;
  bundle: UiBundle | null;
  layout: LayoutAnswer | null;
  window: StateWindow | null;
}

export interface SlaEntry {
  kind: string;
  status: string;
  threshold: number | null;
  verdict?: VerdictWord | null;
  values?: Numbers;
}

export interface WindowNode {
  id: string;
  kind: string;
  series: Record<string, Numbers | Float64Array>;
  aliases: Record<string, string> | null;
  sla: SlaEntry[];
  state?: (string | null)[];
  verdict?: (VerdictWord | null)[];
  byClass?: Record<string, Record<string, Numbers | Float64Array>>; // `*`: what no class accounts for
  constraints?: Record<string, { series: Record<string, Numbers | Float64Array | undefined> }>; // that it shares with others
}

export interface WindowEdge {
  id: string;
  from: string;
  to: string;
  edgeType: string;
  multiplier: number | null;
  series: Record<string, Numbers | Float64Array>;
  byClass?: Record<string, Record<string, Numbers | Float64Array>>;
}

export interface StateWindow {
  metadata: RunMetadata;
  window: { startBin: number; endBin: number; binCount: number; pooling?: { binsPerPoint: number; points: number; how: Record<string, string> } };
  timestampsUtc: string[];
  nodes: WindowNode[];
  edges: WindowEdge[];
  warnings: Warning[];
}

export interface SeriesIndex {
  series: { id: string; bareId: string; hash?: string; unit: string; itemUnit?: string; classKind: string; class: string }[];
}

export interface FormulaNode {
  op: string;
  role?: string;
  value: number | null;
  seriesId?: string;
  bin?: number;
  amount?: number;
  binding?: boolean;
  detail?: string;
  operands?: FormulaNode[];
}

export interface Contribution {
  kind: string;
  amount: number;
  seriesId?: string;
  nodeId?: string;
  viaNode?: string;
  classId?: string;
  label?: string;
  constraintId?: string;
  parameters?: string[];
  each?: number;
  binCount?: number;
  source?: { file: string; line: number; column: number };
  firstBin: number;
  lastBin: number;
  folded?: number;
  bins: { bin: number; amount: number; value: number }[];
}

export interface Explanation {
  runId: string;
  seriesId: string;
  nodeId?: string;
  metric?: string;
  bin: number;
  value: number | null;
  unit: string;
  definition: { kind: string; rule: string; withValues: string; written?: string; source?: { file: string; line: number } };
  formula: FormulaNode;
  absent?: { reason: string };
  buildUp?: { firstBin: number; bins: number; before: number; inflow: number; outflow: number; loss: number; overflow: number };
  contributions: Contribution[];
  residual: number | null;
  cellsWalked?: number;
  words: string;
}

// Values of one metric, a frame after the other, the nodes in `order` within each; NaN where absent.
export interface Frames {
  count: number;
  order: string[];
  values: Float64Array;
}

// Explains a series by its id, or a metric of a node.
export type Ask = (of: string | { node: string; metric: string; class?: string }, bin: number, signal: AbortSignal) => Promise<Explanation>;

export interface TemplateSummary {
  id: string;
  title: string;
  description: string;
  narrative?: string;
  claim?: string;
  category: string;
  tags: string[];
  version: string;
  headline?: Finding | null;
  verdict?: VerdictWord;
  thumbnail?: Thumbnail | null;
}

export interface TemplateParameter {
  name: string;
  type: string;
  title?: string;
  description?: string;
  defaultValue: unknown;
  default?: unknown;
  min?: number | null;
  max?: number | null;
  unit?: string;
  step?: number;
  values?: unknown[];
}

export interface TemplateAnswer extends TemplateSummary {
  whatIf?: { parameters: Record<string, unknown>; says: string };
  parameters: TemplateParameter[];
}

export interface Job {
  jobId: string;
  state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
  runId: string;
  templateId: string;
  studyId?: string; // that it works on
  stage: string;
  progress: number;
  binsDone: number;
  bins: number;
  createdUtc: string;
  errors: { code: string; message: string; remedy?: string }[];
  wasReused: boolean;
}

// The smallest change that keeps the promise, as the server worked it out by running it.
export interface Fix {
  parameter: string;
  title?: string;
  from?: number;
  to: number;
  text?: string;
}

export interface Health {
  status: string;
  version: string;
  uptime: string;
  build: { version: string; commitHash: string };
}

export interface Share {
  name: string;
  amount: number;
  standardError?: number;
}

export interface ComparedSide {
  verdict: VerdictWord | null;
  load: number | null;
  waiting: number | null;
  p95WaitMinutes: number | null;
  longestMinutes: number | null;
  late: number | null;
  lost: number | null;
  atLeast: boolean;
}

export interface Comparison {
  before: string;
  after: string;
  identical: boolean;
  verdict?: string | null; // better, worse, mixed, same, differentWork
  sentence?: string;
  remarks?: string[];
  runVerdict?: { before: VerdictWord | null; after: VerdictWord | null };
  parameters: { name: string; before?: unknown; after?: unknown; title?: string; words?: string }[];
  inputs: { id: string; changedBins: number; before: number; after: number; meanBefore: number; meanAfter: number }[];
  structure: { change: string; item: string; id: string; field?: string }[];
  series: {
    comparable: boolean;
    comparedBins: number;
    compared: number;
    changed: { seriesId: string; unit: string; maxAbs: number; atBin: number; before: number; after: number; mean: number; firstDivergentBin: number; differingBins: number }[];
  };
  attribution: { figure: string; before: number; after: number; change: number; of?: string; method: string; figures: number; shares: Share[]; residual: number; unit?: string; words?: string } | null;
  noAttribution?: string;
  nodes?: { nodeId: string; before: ComparedSide | null; after: ComparedSide | null }[];
}

export interface Comparisons {
  baseline: string;
  comparisons: Comparison[];
}

export type StudyKind = 'sweep' | 'goal-seek' | 'optimize' | 'sensitivity' | 'ensemble' | 'morris' | 'sobol' | 'suggest';

export interface StudyRequest {
  kind: StudyKind;
  templateId?: string;
  runId?: string;
  parameters?: Record<string, unknown>;
  vary?: string[];
  measures?: string[];
  captureSeriesIds?: string[];
  constraints?: string[];
  points?: number;
  seed?: number;
  target?: number;
  maxIterations?: number;
  objective?: 'minimize' | 'maximize';
}

export interface Percentiles {
  p5: number | null;
  p25: number | null;
  median: number | null;
  p75: number | null;
  p95: number | null;
  mean?: number | null;
  values?: number;
}

// What a study found; which members there are follows from its kind.
export interface StudyResult {
  paramId?: string;
  measure?: string;
  points?: { params?: Record<string, number>; measures?: Record<string, number | null>; paramId?: string; baseValue?: number; lo?: number; hi?: number; metricAtLo?: number | null; metricAtHi?: number | null }[];
  paramValue?: number;
  achieved?: number | null;
  converged?: boolean;
  bracketed?: boolean;
  feasible?: boolean;
  message?: string;
  ends?: { paramValue: number; metricMean: number | null }[];
  paramValues?: Record<string, number>;
  trace?: { paramValue?: number; paramValues?: Record<string, number>; metricMean: number | null }[];
  parameters?: { paramId: string; muStar?: number | null; sigma?: number | null; first?: number | null; total?: number | null }[];
  measures?: Record<string, Percentiles>;
  bands?: Record<string, Record<'p5' | 'p25' | 'median' | 'p75' | 'p95', Numbers>>;
  expectations?: { expectation: string; probability: number; text: string }[];
  entries?: (Fix & { effect?: string })[];
  evaluations?: number;
}

export interface Study {
  studyId: string;
  kind: StudyKind;
  of: string;
  status: 'running' | 'completed' | 'failed' | 'interrupted';
  createdUtc: string;
  parameters: string[];
  measures: string[];
  points: number;
  completedPoints: number;
  bins?: number;
  jobId?: string;
  errors: { code: string; message: string; remedy?: string }[];
  request?: StudyRequest | null;
  result?: StudyResult | null;
}

export interface RunNote {
  id: string;
  bin: number;
  text: string;
}

export interface RunNotes {
  runId: string;
  notes: RunNote[];
}
