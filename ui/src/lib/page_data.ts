// What the engine of the page says, in the shape of the server's answers, so that one piece of code draws both.
import type { ClassSeries, Described, Evaluated } from '../../engine/index.ts';
import { NODE_ROWS } from '../../engine/types.ts';
import type { BundleNode, Finding, GraphEdge, GraphNode, GridAnswer, LayoutAnswer, RunMetadata, StateWindow, UiBundle, VerdictWord, Warning, WindowEdge, WindowNode } from './api/types.ts';
import { assemble, gridOf, MOST_CELLS, ofSeries, pointsFor, type RunData } from './run_data.ts';

export interface About {
  id: string;
  title: string;
}

// How many bins one drawn value stands for: a large model is drawn in steps, as a stored run is.
export function stepOf(model: Described): number {
  const { nodes, grid } = model;
  if (nodes.length * NODE_ROWS.length * grid.bins <= MOST_CELLS) return 1;
  return Math.ceil(grid.bins / Math.min(grid.bins, pointsFor(nodes.length, NODE_ROWS.length)));
}

// The series that are asked for by name: those of a model without nodes; of one with nodes what they share and what is
// of their classes.
const asked = new WeakMap<Described['nodes'], string[]>();
export function rowsOf(model: Described): string[] {
  if (!model.nodes.length) return model.series.slice(0, 24).map((s) => s.id);
  let known = asked.get(model.nodes);
  if (!known) {
    const shared = model.constraints.flatMap((c) => [c.arrivals, c.served].filter((id) => id !== undefined));
    const ofClasses = [...model.nodes, ...model.edges].flatMap((of) => Object.values(of.byClass ?? {}).flatMap((part) => Object.values(part)));
    known = [...new Set([...shared, ...(ofClasses.length * model.grid.bins <= MOST_CELLS ? ofClasses : [])])];
    asked.set(model.nodes, known);
  }
  return known;
}

function pooled(row: Float64Array, step: number, largest: boolean): Float64Array {
  if (step === 1) return row;
  return Float64Array.from({ length: Math.ceil(row.length / step) }, (_, i) => {
    const values = row.subarray(i * step, (i + 1) * step).filter((v) => v === v);
    return !values.length ? NaN : largest ? values.reduce((a, b) => Math.max(a, b)) : values.reduce((a, b) => a + b) / values.length;
  });
}

function byClassOf(parts: ClassSeries | undefined, said: Evaluated): Record<string, Record<string, Float64Array>> | undefined {
  const of = Object.entries(parts ?? {}).map(([id, series]) => [id, Object.fromEntries(Object.entries(series).flatMap(([name, row]) => (said.rows[row] ? [[name, pooled(said.rows[row], said.binsPerPoint, name === 'queue')]] : [])))] as const);
  return of.some(([, series]) => Object.keys(series).length) ? Object.fromEntries(of) : undefined;
}

function sharedBy(node: string, model: Described, said: Evaluated): WindowNode['constraints'] {
  const own = model.constraints.filter((c) => c.members.includes(node));
  const rowOf = (id: string | undefined): Float64Array | undefined => (id !== undefined && said.rows[id] ? pooled(said.rows[id], said.binsPerPoint, false) : undefined);
  return own.length ? Object.fromEntries(own.map((c) => [c.id, { series: { arrivals: rowOf(c.arrivals), served: rowOf(c.served) } }])) : undefined;
}

export function pageData(about: About, model: Described, said: Evaluated): RunData {
  const metadata = metadataOf(about, model);
  if (!model.nodes.length) return { ...ofSeries(metadata, gridOf(gridAnswer(model)), rowsOf(model).map((id): [string, Float64Array] => [id, said.rows[id]])), evaluateMs: said.milliseconds };
  const drawn = drawnOf(model);
  return assemble(bundleOf(metadata, model, said, drawn), layoutOf(about.id, model), windowOf(metadata, model, said, drawn));
}

// What of a model does not change with its values.
interface Drawn {
  shown: number[]; // nodes
  graph: UiBundle['graph'];
}
const drawn = new WeakMap<Described['nodes'], Drawn>();
function drawnOf(model: Described): Drawn {
  let known = drawn.get(model.nodes);
  if (!known) {
    const shown = model.nodes.flatMap((node, i) => (node.isComputed ? [] : [i]));
    known = { shown, graph: { nodes: shown.map((i) => graphNode(model, i)), edges: model.edges.map(graphEdge), order: [] } as UiBundle['graph'] };
    drawn.set(model.nodes, known);
  }
  return known;
}

const gridAnswer = (model: Described): GridAnswer => ({ ...model.grid, binUnit: model.grid.binUnit as GridAnswer['binUnit'] });

const metadataOf = (about: About, model: Described): RunMetadata => ({
  runId: about.id, templateId: model.template?.id ?? '', templateTitle: about.title, templateNarrative: '', templateVersion: '', mode: 'simulation', contentHash: '', itemNoun: model.itemNoun,
});

function bundleOf(metadata: RunMetadata, model: Described, said: Evaluated, { shown, graph }: Drawn): UiBundle {
  const { judged } = said;
  return {
    metadata, grid: gridAnswer(model), classes: model.classes, constraints: judged.constraints, metrics: [], warnings: warningsOf(said), graph,
    nodes: shown.map((i): BundleNode => ({ ...judged.nodes[i], metrics: {} })),
    verdict: (judged.verdict || null) as VerdictWord | null, headline: judged.headline as Finding | null, findings: judged.judgement.findings as Finding[],
    events: model.events, durationsMs: { evaluate: said.milliseconds },
  } as UiBundle;
}

function graphNode(model: Described, index: number): GraphNode {
  const node = model.nodes[index];
  return { id: node.id, kind: node.kind || 'service', category: '', group: node.group ?? null, semantics: { aliases: node.aliases } };
}

const graphEdge = (edge: Described['edges'][number]): GraphEdge => ({ id: edge.id, from: edge.from, to: edge.to, edgeType: edge.type, field: '', multiplier: edge.multiplier ?? null, lag: null, weight: 1 });

const layoutOf = (runId: string, model: Described): LayoutAnswer => ({ runId, width: 0, height: 0, nodes: model.nodes, edges: [] }) as unknown as LayoutAnswer;

function windowOf(metadata: RunMetadata, model: Described, said: Evaluated, { shown }: Drawn): StateWindow {
  const { bins } = model.grid;
  const points = Math.ceil(bins / said.binsPerPoint);
  return {
    metadata, timestampsUtc: [], warnings: [],
    window: { startBin: 0, endBin: bins - 1, binCount: bins, pooling: said.binsPerPoint > 1 ? { binsPerPoint: said.binsPerPoint, points, how: {} } : undefined },
    nodes: shown.map((i): WindowNode => ({ id: model.nodes[i].id, kind: model.nodes[i].kind, series: said.nodes[i] as Record<string, Float64Array>, aliases: model.nodes[i].aliases, sla: [], byClass: byClassOf(model.nodes[i].byClass, said), constraints: sharedBy(model.nodes[i].id, model, said) })),
    edges: model.edges.map((e, i): WindowEdge => ({ id: e.id, from: e.from, to: e.to, edgeType: e.type, multiplier: e.multiplier ?? null, series: said.edges[i] ? { flowVolume: said.edges[i] } : {}, byClass: byClassOf(e.byClass, said) })),
  };
}

const warningsOf = (said: Evaluated): Warning[] =>
  said.judged.findings.map((f) => ({ code: f.code, message: f.message, severity: f.severity, nodeId: f.nodeId || undefined, bins: f.bins, startBin: f.bins[0], endBin: f.bins[f.bins.length - 1] }));
