// When what a check found was so, in words.
import type { Finding, Warning } from './api/types.ts';
import { span, timeAt } from './clock.ts';
import type { RunData } from './run_data.ts';

const CUT = 5; // so many bins are stored with a finding, the first ones

// "retryStorm" is stored as "health_retry_storm".
const codeOf = (finding: Finding): string => `health_${finding.kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;

export function whenFound(w: Warning, data: Pick<RunData, 'grid' | 'findings'>): string {
  const { grid, findings } = data;
  if (w.startBin !== undefined) return span(grid, w.startBin, w.endBin ?? w.startBin);
  const judged = findings.find((f) => codeOf(f) === w.code && f.nodeId === w.nodeId);
  if (typeof judged?.fromBin === 'number' && typeof judged.toBin === 'number') return span(grid, judged.fromBin, judged.toBin);
  const bins = w.bins ?? [];
  if (!bins.length) return '';
  const [first, last] = [bins[0], bins[bins.length - 1]];
  if (bins.length >= CUT) return `from ${timeAt(grid, first)} on`;
  return last - first === bins.length - 1 ? span(grid, first, last) : bins.map((bin) => timeAt(grid, bin)).join(', ');
}
