// The run before a change, dashed over the run after it: same axes, so that the difference is what one sees;
// and right of each row the largest figure and how it changed.
import { ABSENT, durationText, MINUS, number, percent, signed } from '../format.ts';
import type { RunData, RunNode } from '../run_data.ts';
import { outline, scaleOf } from './berg.ts';
import type { Geometry, Row } from './geometry.ts';
import type { Pen } from './pen.ts';
import { shapeOf } from './rows.ts';
import type { Plane } from './view.ts';

const CUT = 2;

// Both runs on the axes of the larger of them: nothing rescales while one drags.
export function onSameAxes(data: RunData, before: RunData | null): RunData {
  if (!before) return data;
  const other = new Map(before.nodes.map((n) => [n.id, n]));
  const nodes = data.nodes.map((n): RunNode => {
    const was = other.get(n.id);
    if (!was) return n;
    let largest: Record<string, number> | null = null; // a copy only where something was larger
    for (const name in was.largest) if (!(was.largest[name] <= (n.largest[name] ?? -1))) (largest ??= { ...n.largest })[name] = was.largest[name];
    return largest ? { ...n, largest } : n;
  });
  return { ...data, nodes };
}

export function drawBefore(pen: Pen, data: RunData, before: RunData, geo: Geometry, row: Row, plane: Plane, selected: boolean): void {
  if (row.kind !== 'node' || row.height < 28) return;
  const node = row.nodes[0];
  const was = before.nodes.find((n) => n.id === node.id);
  const drawn = shapeOf(data, node, row, geo, plane, selected);
  if (!was) return;
  if (drawn) dashes(pen, was, drawn, plane);
  if (geo.width - plane.x - plane.width > 80) words(pen, node, was, geo, row, plane, data.noun);
}

// By as much as can be seen: a line of before over one that is the same says nothing.
export function differs(was: ArrayLike<number>, now: ArrayLike<number>): boolean {
  const LEAST = 0.004; // of a full load, of a promise
  for (let i = 0; i < now.length; i++) if (Math.abs((was[i] || 0) - (now[i] || 0)) > LEAST) return true;
  return false;
}

type Drawn = NonNullable<ReturnType<typeof shapeOf>>;

function dashes(pen: Pen, was: RunNode, drawn: Drawn, plane: Plane): void {
  const scale = scaleOf(drawn.shape, drawn.frame);
  if (was.load && drawn.shape.load && differs(was.load.subarray(plane.from, plane.to), drawn.shape.load)) outline(pen, was.load.subarray(plane.from, plane.to), drawn.frame, (v) => scale.base - scale.up * Math.min(1, v), 'ink', 1, [4, 3], 1.3);
  if (was.ratio && drawn.shape.wait && !drawn.ownScale && differs(was.ratio.subarray(plane.from, plane.to), drawn.shape.wait)) outline(pen, was.ratio.subarray(plane.from, plane.to), drawn.frame, (v) => scale.base + 1 + Math.min(v, CUT) * scale.promise, 'ink', 1, [4, 3], 1.3);
}

interface Figure {
  name: string;
  now: number | null;
  was: number | null;
  show: (v: number | null) => string;
  difference: (d: number) => string;
  least: number; // smaller changes are none
}

// Of the drawn series, the largest: what the row shows, in words.
function largest(values: Float64Array | null): number | null {
  if (!values) return null;
  let most: number | null = null;
  for (const v of values) if (v === v && (most === null || v > most)) most = v;
  return most;
}

function figures(node: RunNode, was: RunNode): Figure[] {
  const load: Figure = { name: 'highest load', now: largest(node.load), was: largest(was.load), show: percent, difference: (d) => `${signed(d * 100, 3)} points`, least: 0.0005 };
  const minutes = (d: number): string => `${d < 0 ? MINUS : '+'}${durationText(Math.abs(d))}`;
  const wait: Figure = { name: 'longest wait', now: node.rests ? null : largest(node.wait), was: was.rests ? null : largest(was.wait), show: durationText, difference: minutes, least: 0.005 };
  return [load, wait].filter((f) => f.now !== null && !(f === wait && (f.now ?? 0) < 1e-6 && (f.was ?? 0) < 1e-6));
}

function words(pen: Pen, node: RunNode, was: RunNode, geo: Geometry, row: Row, plane: Plane, noun: string): void {
  const x = plane.x + plane.width + 12;
  const within = geo.width - x - 8;
  const list = figures(node, was);
  const each = list.length > 1 && row.height < 104 ? [list[list.length - 1]] : list;
  each.forEach((f, i) => {
    const y = row.y + (i === 0 ? 20 : row.height - 42);
    const change = f.now === null || f.was === null ? 0 : f.now - f.was;
    pen.text(x, y, f.name, { within });
    pen.text(x, y + 16, f.now === null ? ABSENT : f.show(f.now), { size: 13, weight: 620, fill: 'ink', within });
    pen.text(x, y + 31, Math.abs(change) < f.least ? 'as before' : f.difference(change), { fill: 'ink-2', within });
  });
  if (!each.length && node.series.arrivals && row.height >= 54) pen.text(x, row.y + 20, `${number(largest(node.series.arrivals), 3)} ${noun}`, { within });
}
