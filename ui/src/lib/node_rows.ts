// The figures of a node in the order in which the panel tells them, in the words of the model.
import { count, duration, number, percentNumber, promiseText, type Maybe } from './format.ts';
import { valueAt, verdictAt, type RunData, type RunNode, type Verdict } from './run_data.ts';

export interface NodeRow {
  key: string; // metric of the API
  label: string;
  values: Float64Array;
  unit: string;
  shown: string;
  exact: number | null;
  limit: number | null;
  most: number | null;
  verdict: Verdict;
}

const WORDS: Record<string, string> = {
  arrivals: 'Arriving', served: 'Served', errors: 'Failed', retryEcho: 'Second attempts', exhaustedFailures: 'Gave up', capacity: 'Capacity', queue: 'Waiting',
};

// "Authorisations asked for" is "Asked for" beside the node's name; other aliases as they are.
export function wordFor(node: RunNode, role: string): string {
  const alias = node.aliases[role];
  if (!alias) return WORDS[role] ?? role;
  const short = /^\S+ (asked for)$/i.exec(alias);
  return short ? 'Asked for' : alias;
}

const some = (node: RunNode, name: string): boolean => (node.largest[name] ?? 0) > 0.01;

function row(node: RunNode, key: string, label: string, point: number, unit: string, show: (v: Maybe) => string, more: Partial<NodeRow> = {}): NodeRow {
  const values = node.series[key];
  const exact = valueAt(values, point);
  return { key, label, values, unit, shown: show(exact), exact, limit: null, most: null, verdict: 0, ...more };
}

export function nodeRows(data: RunData, node: RunNode, point: number): NodeRow[] {
  const rows: NodeRow[] = [];
  const code = verdictAt(node, point);
  if (node.load) rows.push(row(node, node.series.load ? 'load' : 'utilization', node.klass ? `${node.loadWord}, all` : node.loadWord, point, '%', percentNumber, { most: Math.max(1.02, node.largest[node.series.load ? 'load' : 'utilization'] ?? 0) }));
  if (node.series.queue) rows.push(row(node, 'queue', node.pile ? 'Kept' : node.rests ? (node.restWord === 'on the way' ? 'On the way' : 'Held') : 'Waiting', point, data.noun, count));
  if (node.wait) {
    const wait = duration(valueAt(node.wait, point));
    rows.push(row(node, 'wait', node.klass ? 'Wait, all' : 'Wait', point, wait.unit, () => wait.value, { limit: node.promise, verdict: code >= 2 ? code : 0 }));
  }
  const rate = (v: Maybe): string => number(v, 3);
  for (const role of ['arrivals', 'served']) if (node.series[role]) rows.push(row(node, role, wordFor(node, role), point, data.per, rate));
  for (const role of ['errors', 'retryEcho', 'exhaustedFailures']) {
    if (node.series[role] && some(node, role) && rows.length < 7) rows.push(row(node, role, role === 'errors' ? wordFor(node, role) : WORDS[role], point, data.per, rate));
  }
  if (rows.length < 7 && node.could) rows.push(row(node, 'capacity', 'Capacity', point, data.per, rate, { values: node.could, shown: rate(valueAt(node.could, point)), exact: valueAt(node.could, point) }));
  return rows;
}

export const promiseWords = (node: RunNode): string =>
  node.promise === null ? node.kindWord : `${node.kindWord} \u00b7 promise ${promiseText(node.promise)}`;
