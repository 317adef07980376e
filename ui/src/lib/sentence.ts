// The server's sentence, split where the first one ends: the first is the headline, the rest its reason.
// Values in it stay values, so that they can move the cursor and be copied in full.
import type { Finding, Part } from './api/types.ts';
import { percent } from './format.ts';
import type { RunData, RunNode } from './run_data.ts';

export interface Piece {
  text: string;
  bin?: number;
  value?: number | null;
  series?: string;
}

export interface Sentence {
  head: Piece[];
  rest: Piece[];
}

// "100 %" is a claim: of a share beside 1 that the server rounded to it the figure is shown as everywhere else.
const beside100 = (p: Part): string => (p.unit === 'share' && p.shown === '100 %' && typeof p.value === 'number' && Math.abs(p.value - 1) > 1e-6 ? percent(p.value) : (p.shown ?? ''));

function pieces(finding: Finding): Piece[] {
  const parts = finding.parts ?? [];
  const whole = parts.map((p) => p.text ?? p.shown ?? '').join('');
  if (!parts.length || whole.trim() !== finding.text.trim()) return [{ text: finding.text }];
  return parts.map((p) => ({ text: p.text ?? beside100(p), bin: p.bin, value: p.value, series: p.series }));
}

export function sentenceOf(finding: Finding): Sentence {
  const all = pieces(finding);
  const head: Piece[] = [];
  for (let i = 0; i < all.length; i++) {
    const end = all[i].value === undefined && all[i].bin === undefined ? all[i].text.search(/\.\s+(?=\S)/) : -1;
    if (end < 0) {
      head.push(all[i]);
      continue;
    }
    head.push({ ...all[i], text: all[i].text.slice(0, end) });
    return { head: trimmed(head), rest: [{ ...all[i], text: all[i].text.slice(end + 1).trimStart() }, ...all.slice(i + 1)] };
  }
  return { head: trimmed(head), rest: [] };
}

// The headline ends without a full stop.
function trimmed(head: Piece[]): Piece[] {
  const last = head[head.length - 1];
  if (last) last.text = last.text.replace(/\.\s*$/, '');
  return head;
}

// The node that a run is about first.
export const nodeOf = (data: RunData): RunNode | undefined => {
  const ids = [data.headline?.nodeId, ...(data.headline?.members ?? [])];
  return data.nodes.find((n) => ids.includes(n.id)) ?? data.nodes.find((n) => n.load) ?? data.nodes[0];
};

export const plain = (list: readonly Piece[]): string => list.map((p) => p.text).join('');

// Where there is room for two lines only: what happened and how long one waited, the first and the last clause.
export function inShort(finding: Finding): string {
  const clauses = plain(sentenceOf(finding).head).split('; ');
  const [what] = clauses[0].split(', when ');
  return clauses.length > 1 ? `${what}; ${clauses[clauses.length - 1]}` : what;
}
