// One node at the cursor in one sentence: what a picture shows, for those who hear it.
import { count, durationText, percent } from './format.ts';
import { valueAt, verdictAt, VERDICT_WORDS, type RunNode } from './run_data.ts';

export function nodeWords(node: RunNode, point: number): string {
  const words = [node.label];
  const load = valueAt(node.load, point);
  const queue = valueAt(node.series.queue, point);
  const wait = valueAt(node.wait, point);
  words.push(load === null ? node.kindWord : `${node.loadWord.toLowerCase()} ${percent(load)}`);
  if (queue !== null && queue >= 0.5) words.push(`${count(queue)} ${node.pile ? 'kept' : node.rests ? node.restWord : 'waiting'}`);
  if (wait !== null && wait > 1e-6 && !node.rests) words.push(`wait ${durationText(wait)}`);
  const code = verdictAt(node, point);
  if (code) words.push(VERDICT_WORDS[code]);
  return words.join(', ');
}
