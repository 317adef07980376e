// Another metric through the same score: every node's values over the largest of the run, on one scale.
import type { RunData, RunNode } from './run_data.ts';

export type Metric = 'load' | 'arrivals' | 'served' | 'errors' | 'retryEcho';

export const METRICS: readonly [Metric, string][] = [['load', 'Load and wait'], ['arrivals', 'Arrivals'], ['served', 'Served'], ['errors', 'Failed'], ['retryEcho', 'Retries']];

// Those that any node of the run has.
export const metricsOf = (data: RunData): readonly [Metric, string][] =>
  METRICS.filter(([name]) => name === 'load' || data.nodes.some((n) => (n.largest[name] ?? 0) > 0.01));

export function through(data: RunData, metric: Metric): RunData {
  if (metric === 'load') return data;
  const most = Math.max(1e-9, ...data.nodes.map((n) => n.largest[metric] ?? 0));
  return { ...data, nodes: data.nodes.map((n) => lensed(n, metric, most)) };
}

function lensed(node: RunNode, metric: Metric, most: number): RunNode {
  const values = node.series[metric];
  if (!values) return { ...node, load: null, wait: null, ratio: null, pile: false };
  return { ...node, load: values.map((v) => v / most), lens: values, wait: null, ratio: null, pile: false };
}
