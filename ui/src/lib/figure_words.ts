// A figure of the server's grammar ("longest(Payment)", "payment_queue:max") as a person reads it.
import type { RunData } from './run_data.ts';

const WORDS: Record<string, string> = {
  longest: 'longest wait', p50Wait: 'median wait', p85Wait: 'p85 wait', p95Wait: 'p95 wait', late: 'came late', lateShare: 'share that came late', lost: 'lost',
  peakQueue: 'most waiting', load: 'highest load', goodput: 'delivered in time', gaveUp: 'gave up', max: 'largest', min: 'smallest', mean: 'mean', sum: 'sum', last: 'last',
};
const CALLED = /^(\w+)\((.+)\)$/;
const ALIAS = /^(.+):(\w+)$/;

// What is measured, and where: { what: 'longest wait', where: 'Payment' }.
export function figureWords(figure: string, data: RunData): { what: string; where: string } {
  const called = CALLED.exec(figure);
  const alias = ALIAS.exec(figure);
  const [reducer, id] = called ? [called[1], called[2]] : alias ? [alias[2], alias[1]] : ['', figure];
  const node = data.nodes.find((n) => n.id === id);
  if (node) return { what: WORDS[reducer] ?? reducer, where: node.label };
  const queue = reducer === 'max' ? data.nodes.find((n) => n.queueId === id) : undefined;
  if (queue) return { what: WORDS.peakQueue, where: queue.label };
  return { what: WORDS[reducer] ?? reducer, where: id === 'run' ? '' : id };
}
