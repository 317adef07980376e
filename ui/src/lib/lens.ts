// Another metric through the same score: every node's values over the largest of the run, on one scale.
import type { RunData, RunNode } from './run_data.ts';

export type Metric = 'load' | 'arrivals' | 'served' | 'errors' | 'retryEcho';

export const METRICS: readonly [Metric, string][] = [['load', 'Load and wait'], ['arrivals', 'Arrivals'], ['served', 'Served'], ['errors', 'Failed'], ['retryEcho', 'Retries']];

// Those that any node of the run has.
export const metricsOf = (data: RunData): readonly [Metric, string][] =>
  METRICS.filter(([name]) => name === 'load' || data.nodes.some((n) => (n.largest[name] ?? 0) > 0.01));

// The largest value of a metric in all of these runs.
export const mostOf = (runs: readonly RunData[], metric: Metric): number => Math.max(1e-9, ...runs.flatMap((run) => run.nodes.map((n) => n.largest[metric] ?? 0)));

export function through(data: RunData, metric: Metric, most = mostOf([data], metric)): RunData {
  return metric === 'load' ? data : { ...data, nodes: data.nodes.map((n) => lensed(n, metric, most)) };
}

function lensed(node: RunNode, metric: Metric, most: number): RunNode {
  const values = node.series[metric];
  if (!values) return { ...node, load: null, wait: null, ratio: null };
  return { ...node, load: values.map((v) => v / most), lens: values, wait: null, ratio: null };
}
