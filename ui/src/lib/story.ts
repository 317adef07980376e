// A run told in three to six steps: what happened, since when, why, what would help, and both side by side. The same
// for a stored run and for a page without a server.
import type { Explanation, Fix } from './api/types.ts';
import { firstAttempts } from './asked.ts';
import { limitOf } from './limit.ts';
import { span, timeAt } from './clock.ts';
import { count, number } from './format.ts';
import type { RunData, RunNode } from './run_data.ts';
import { inShort, nodeOf, plain, sentenceOf, type Piece } from './sentence.ts';

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
  pieces: Piece[]; // the same, with the values that can be opened
  short: string; // for a list of steps
  about: string;
  bin: number | null;
}

// The first point at which one waited longer than promised; -1 where it never was. A node may be at risk before that.
export const firstLate = (node: RunNode | undefined): number => node?.ratio?.findIndex((v) => v > 1) ?? -1;

// The metric whose peak is explained; null where the run has no such node.
export const asked = (data: RunData): { node: string; metric: string; bin: number } | null => {
  const [node, bin] = [nodeOf(data), data.headline?.peakBin];
  return node?.series.queue && typeof bin === 'number' ? { node: node.id, metric: 'queue', bin } : null;
};

// What the explanation adds up to, in one sentence; and how much of it second attempts added.
function tooMany(data: RunData, e: Explanation, label: string, own: boolean): { head: Piece[]; again: Piece[] } {
  const echoes = e.contributions.filter((c) => c.kind === 'echo' && c.amount > 0).reduce((sum, c) => sum + c.amount, 0);
  const time = (bin: number, shown = bin): Piece => ({ text: timeAt(data.grid, shown), bin });
  const value = (amount: number | null): Piece => ({ text: count(amount), bin: e.bin, value: amount, series: e.seriesId });
  const since: Piece[] = e.buildUp ? [{ text: 'From ' }, time(e.buildUp.firstBin), { text: ' to ' }, time(e.bin, e.bin + 1)] : [{ text: 'At ' }, time(e.bin)];
  return {
    head: [...since, { text: own ? ` more was asked for than ${label} can do, ` : ` more came to ${label} than left it, ` }, value(e.value), { text: own ? ' too many' : ' in all' }],
    again: echoes >= 0.5 ? [{ text: '; second attempts added ' }, value(echoes)] : [],
  };
}

type Said = Omit<Step, 'sentence' | 'pieces' | 'short'> & { said: string | Piece[]; short?: string };
function stepOf({ said, short, ...step }: Said): Step {
  const pieces = typeof said === 'string' ? [{ text: said }] : said;
  return { ...step, pieces, sentence: plain(pieces), short: short ?? plain(pieces) };
}

function what({ data }: Told): Step {
  const head = data.headline ? sentenceOf(data.headline) : null;
  return stepOf({ key: 'what', title: 'What happened', said: head?.head ?? 'This run has not been judged', short: data.headline ? inShort(data.headline) : undefined, about: head ? plain(head.rest) : '', bin: data.headline?.peakBin ?? null });
}

function since({ data }: Told): Step | null {
  const f = data.headline;
  if (!f || typeof f.fromBin !== 'number' || typeof f.toBin !== 'number' || data.verdict < 2) return null;
  const first = firstLate(nodeOf(data));
  const when = timeAt(data.grid, first * data.binsPerPoint);
  // Single ones may have been late before it went on without a pause.
  const late = first < 0 ? '' : first * data.binsPerPoint < f.fromBin ? `; single ones were late before, at ${when} first` : `; it was first late at ${when}`;
  const harmed = typeof f.harmed === 'number' && f.harmed >= 0.5 ? `; ${count(f.harmed)} ${data.noun} came late or were lost` : '';
  return stepOf({ key: 'since', title: 'Since when', said: `From ${timeAt(data.grid, f.fromBin)} on${late}`, about: `It lasted from ${span(data.grid, f.fromBin, f.toBin).replace(/\s*\u2013\s*/, ' to ')}${harmed}.`, bin: f.fromBin });
}

function why({ data, why, alone }: Told): Step | null {
  const node = nodeOf(data);
  const limit = limitOf(data, node, why);
  if (!why || !node || !limit) return null;
  const { head, again } = tooMany(data, why, node.label, limit.own);
  // A page without a server has the score in place of this picture.
  const about = alone ? 'Why (W) opens what it is made of.' : limit.own ? 'What is above the line is too much; what is below it was worked off later.' : 'What is above the dashed line came and could not leave yet; what is below it left later.';
  return stepOf({ key: 'why', title: 'Why', said: [...head, ...again], short: `${count(why.value)} ${limit.own ? 'too many were asked for' : 'more came than left'}${plain(again)}`, about: `${about}${!alone && firstAttempts(node, why) ? ' Dotted is what was asked for the first time.' : ''}`, bin: why.bin });
}

function help({ data, fix, helped, alone }: Told): Step[] {
  if (!helped || !fix) return [];
  const after = helped.headline;
  const before = fix.from === undefined ? '' : ` instead of ${number(fix.from)}`;
  return [
    stepOf({ key: 'help', title: 'What would help', said: `With ${(fix.title ?? fix.parameter).toLowerCase()} ${number(fix.to)}${before}: ${after ? plain(sentenceOf(after).head) : 'nothing was found'}`, about: 'This run was made to find out; dashed is the day as it was.', bin: null }),
    stepOf({ key: 'compare', title: 'Side by side', said: `${count(data.headline?.harmed ?? null)} ${data.noun} came late or were lost; with the change ${count(after?.harmed ?? 0)}`, about: alone ? 'Drawn is the day with the change; dashed is the day as it was.' : 'Keep the other run to lay both beside each other, node by node.', bin: null }),
  ];
}

export const storyOf = (told: Told): Step[] => [what(told), since(told), why(told), ...help(told)].filter((step) => step !== null);
