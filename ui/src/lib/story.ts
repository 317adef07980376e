// A run told in three to six steps: what happened, since when, why, what would help, and both side by side. The same
// for a stored run and for a page without a server.
import type { Explanation, Fix } from './api/types.ts';
import { span, timeAt } from './clock.ts';
import { count, number } from './format.ts';
import { nodeOf } from './run_card.ts';
import type { RunData, RunNode } from './run_data.ts';
import { plain, sentenceOf } from './sentence.ts';

export interface Told {
  data: RunData;
  why: Explanation | null; // of the queue at its peak
  fix: Fix | null;
  helped: RunData | null; // the run with the fix
  alone?: boolean; // no server keeps the other run
}

export interface Step {
  key: 'what' | 'since' | 'why' | 'help' | 'compare';
  title: string;
  sentence: string;
  about: string;
  bin: number | null;
}

// The first point at which the node was late; -1 where it never was.
export const firstLate = (node: RunNode | undefined): number => (node?.verdicts ? node.verdicts.findIndex((v) => v >= 2) : -1);

// The metric whose peak is explained; null where the run has no such node.
export const asked = (data: RunData): { node: string; metric: string; bin: number } | null => {
  const [node, bin] = [nodeOf(data), data.headline?.peakBin];
  return node?.series.queue && typeof bin === 'number' ? { node: node.id, metric: 'queue', bin } : null;
};

// What the explanation adds up to, in one sentence.
function tooMany(data: RunData, e: Explanation, label: string): string {
  const again = e.contributions.filter((c) => c.kind === 'echo' && c.amount > 0).reduce((sum, c) => sum + c.amount, 0);
  const since = e.buildUp ? `From ${timeAt(data.grid, e.buildUp.firstBin)} to ${timeAt(data.grid, e.bin + 1)}` : `At ${timeAt(data.grid, e.bin)}`;
  return `${since} more was asked for than ${label} can do, ${count(e.value)} too many${again >= 0.5 ? `; second attempts added ${count(again)}` : ''}`;
}

function what({ data }: Told): Step {
  const head = data.headline ? sentenceOf(data.headline) : null;
  return { key: 'what', title: 'What happened', sentence: head ? plain(head.head) : 'This run has not been judged', about: head ? plain(head.rest) : '', bin: data.headline?.peakBin ?? null };
}

function since({ data }: Told): Step | null {
  const f = data.headline;
  if (!f || typeof f.fromBin !== 'number' || typeof f.toBin !== 'number' || data.verdict < 2) return null;
  const first = firstLate(nodeOf(data));
  const late = first >= 0 ? `; it was first late at ${timeAt(data.grid, first * data.binsPerPoint)}` : '';
  const harmed = typeof f.harmed === 'number' && f.harmed >= 0.5 ? `; ${count(f.harmed)} ${data.noun} came late or were lost` : '';
  return { key: 'since', title: 'Since when', sentence: `From ${timeAt(data.grid, f.fromBin)} on${late}`, about: `It went on for ${span(data.grid, f.fromBin, f.toBin)}${harmed}.`, bin: f.fromBin };
}

function why({ data, why }: Told): Step | null {
  const node = nodeOf(data);
  if (!why || !node?.series.capacity || !node.series.arrivals) return null;
  return { key: 'why', title: 'Why', sentence: tooMany(data, why, node.label), about: `${why.words.split('. ').slice(1).join('. ')} What is above the line is too much; below it is what was worked off later.`, bin: why.bin };
}

function help({ data, fix, helped, alone }: Told): Step[] {
  if (!helped || !fix) return [];
  const after = helped.headline;
  const before = fix.from === undefined ? '' : ` instead of ${number(fix.from)}`;
  return [
    { key: 'help', title: 'What would help', sentence: `With ${(fix.title ?? fix.parameter).toLowerCase()} ${number(fix.to)}${before}: ${after ? plain(sentenceOf(after).head) : 'nothing is told'}`, about: 'This run was made to find out; dashed is the day as it was.', bin: null },
    { key: 'compare', title: 'Side by side', sentence: `${count(data.headline?.harmed ?? null)} ${data.noun} came late or were lost; with the change ${count(after?.harmed ?? 0)}`, about: alone ? 'Drawn is the day with the change; dashed is the day as it was.' : 'Keep the other run to lay both beside each other, node by node.', bin: null },
  ];
}

export const storyOf = (told: Told): Step[] => [what(told), since(told), why(told), ...help(told)].filter((step) => step !== null);
