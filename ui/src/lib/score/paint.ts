// The score on two canvases: what the cursor does not change, painted once per change of run, size,
// selection or view; and what it does (cards, ribbons, dots, words), painted on every step.
import { ticks } from '../clock.ts';
import { at, inkOn } from '../colour.ts';
import { count, durationText, number, percent } from '../format.ts';
import { valueAt, verdictAt, type Flag, type RunData } from '../run_data.ts';
import { drawCard, drawGaveUp, drawPercent, drawQueueLine, drawRetryLoop, secondLine, tickStep } from './card.ts';
import { drawRails, drawRibbons, rails, type Rails } from './edges.ts';
import { AXIS_HEIGHT, TIMELINE_HEIGHT, type Card, type Geometry, type Row } from './geometry.ts';
import { KIND_GLYPHS } from './glyphs.ts';
import type { Pen } from './pen.ts';
import { drawBefore } from './before.ts';
import { drawCursorMarks, drawRow, gapsForWords } from './rows.ts';
import { widestFlow } from './routes.ts';
import { drawShared, drawSharedHead } from './shared.ts';
import { drawPill, drawTimeline, drawTimes, flowsOf, type Flows } from './timeline.ts';
import { mapPlane, middleOf, startOf, wholePlane, type Plane, type View } from './view.ts';

export interface ScoreState {
  point: number;
  ghost: number | null;
  selected: number;
  focused: boolean;
  view: View;
  scroll: number;
  height: number; // of the whole canvas
  points: number; // of the run
  flags?: readonly Flag[]; // what happened and what people noted, by bin
  before?: RunData | null; // another run of the same nodes, dashed over this one
}

// What follows from the run alone, found once.
export interface Prepared {
  data: RunData;
  flows: Flows;
  widest: number;
  step: number;
}

export const preparedOf = (data: RunData): Prepared => ({ data, flows: flowsOf(data), widest: widestFlow(data), step: tickStep(data) });

export const topOf = (geo: Geometry): number => (geo.mode === 'phone' ? 0 : TIMELINE_HEIGHT + 1);
export const PHONE_TIMELINE = 84;
export const rowsHeightOf = (geo: { mode: string }, height: number): number =>
  Math.max(0, height - (geo.mode === 'phone' ? PHONE_TIMELINE : TIMELINE_HEIGHT + 1 + AXIS_HEIGHT));

function visible(geo: Geometry, state: ScoreState): Row[] {
  const from = state.scroll;
  const to = state.scroll + rowsHeightOf(geo, state.height);
  return geo.rows.filter((r) => r.y + r.height >= from && r.y <= to);
}

function inRows(pen: Pen, geo: Geometry, state: ScoreState, paint: () => void): void {
  const { ctx } = pen;
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, topOf(geo), geo.width, rowsHeightOf(geo, state.height));
  ctx.clip();
  ctx.translate(0, topOf(geo) - state.scroll);
  [pen.dy, pen.top, pen.bottom] = [topOf(geo) - state.scroll, topOf(geo), topOf(geo) + rowsHeightOf(geo, state.height)];
  paint();
  [pen.dy, pen.top, pen.bottom] = [0, -Infinity, Infinity];
  ctx.restore();
}

export function paintBase(pen: Pen, prepared: Prepared, geo: Geometry, state: ScoreState): void {
  const { data } = prepared;
  const plane = mapPlane(geo, state.view);
  if (geo.mode !== 'phone') {
    if (data.points > 1) drawTimeline(pen, data, prepared.flows, geo, state.view, state.flags);
    pen.line(0, TIMELINE_HEIGHT + 0.5, geo.width, TIMELINE_HEIGHT + 0.5, 'line');
  }
  inRows(pen, geo, state, () => {
    const rows = visible(geo, state);
    for (const row of rows) rowGround(pen, geo, row, state.selected);
    if (!geo.map) return;
    if (data.points > 1) gridLines(pen, data, geo, plane);
    for (const row of rows) if (row.shared) drawShared(pen, data, row, plane, geo.mode === 'phone');
    for (const row of rows) if (!row.shared) drawRow(pen, data, geo, row, plane, row.nodes[0].index === state.selected);
    if (state.before) for (const row of rows) drawBefore(pen, data, state.before, geo, row, plane, row.nodes[0].index === state.selected);
  });
  if (geo.mode === 'phone') paintPhoneTimeline(pen, prepared, geo, state);
  else if (data.points > 1 && geo.rows.length) paintAxis(pen, data, geo, plane, state);
}

function rowGround(pen: Pen, geo: Geometry, row: Row, selected: number): void {
  const chosen = row.kind === 'node' && row.nodes[0].index === selected;
  if (chosen) pen.rect(0, row.y, geo.width, row.height, 'ink', pen.palette.rowSelected);
  if (row.y > 0 && geo.map) pen.line(geo.mode === 'phone' ? 0 : geo.mapX, row.y + 0.5, geo.width, row.y + 0.5, 'line');
}

function gridLines(pen: Pen, data: RunData, geo: Geometry, plane: Plane): void {
  if (geo.mode === 'phone') return;
  for (const tick of ticks(data.grid)) {
    const point = tick.bin / data.binsPerPoint;
    if (point > plane.from && point < plane.to) pen.line(startOf(plane, point), 0, startOf(plane, point), geo.height, 'line');
  }
}

function axisTicks(data: RunData, plane: Plane): { point: number; label: string }[] {
  const shown = (plane.to - plane.from) / data.points;
  const list = ticks(data.grid, Math.min(60, Math.round(8 / shown)));
  return list.map((t) => ({ point: t.bin / data.binsPerPoint, label: shown < 0.7 ? t.label : t.short })).filter((t) => t.point >= plane.from - 1e-9 && t.point <= plane.to + 1e-9);
}

function paintAxis(pen: Pen, data: RunData, geo: Geometry, plane: Plane, state: ScoreState): void {
  const y = Math.min(state.height - AXIS_HEIGHT, topOf(geo) + geo.height) + 15;
  let last = -Infinity;
  for (const { point, label } of axisTicks(data, plane)) {
    const x = startOf(plane, point);
    const width = pen.width(label);
    const left = Math.max(plane.x, Math.min(plane.x + plane.width - width, x - width / 2));
    if (left < last + 10) continue;
    last = left + width;
    pen.text(left, y, label);
  }
}

export interface LiveParts {
  rails: Rails;
}

export const livePartsOf = (data: RunData, geo: Geometry, selected: number): LiveParts => ({
  rails: geo.graph === 'rails' ? rails(data, geo, selected) : { list: [], laneWidth: 0 },
});

export function paintLive(pen: Pen, prepared: Prepared, geo: Geometry, state: ScoreState, parts: LiveParts): void {
  const { data } = prepared;
  const plane = mapPlane(geo, state.view);
  const timed = data.points > 1;
  if (timed && geo.mode !== 'phone') drawTimes(pen, data, geo, state.point, 14);
  if (timed && state.ghost !== null && state.ghost !== state.point) cursorLine(pen, data, geo, plane, state.ghost, state, 'ghost', 1);
  if (timed) cursorLine(pen, data, geo, plane, state.point, state, 'ink', 1.25);
  if (timed && geo.mode !== 'phone') drawPill(pen, data, geo, state.point, 2);
  inRows(pen, geo, state, () => {
    const rows = visible(geo, state);
    if (geo.graph === 'ribbons') drawRibbons(pen, data, geo, state.point, prepared.widest, state.selected);
    if (geo.graph === 'rails') drawRails(pen, parts.rails, 126, state.scroll, state.scroll + rowsHeightOf(geo, state.height), state.point, prepared.widest);
    // The rail first: cards stand on it. It may begin above what is in sight.
    for (const row of geo.rows) if (row.shared && row.y < state.scroll + rowsHeightOf(geo, state.height)) drawSharedHead(pen, data, geo, row, state.point, state.selected);
    for (const row of rows) if (!row.shared) drawHead(pen, prepared, geo, row, state);
    if (!geo.map || state.point < plane.from || state.point >= plane.to) return;
    for (const row of rows) drawCursorMarks(pen, data, geo, row, plane, state.point, row.nodes[0].index === state.selected);
  });
  if (geo.mode === 'phone') paintPhoneCursor(pen, prepared, geo, state);
}

function cursorLine(pen: Pen, data: RunData, geo: Geometry, plane: Plane, point: number, state: ScoreState, colour: string, width: number): void {
  const end = geo.mode === 'phone' ? state.height - 40 : Math.min(state.height - AXIS_HEIGHT, topOf(geo) + geo.height);
  if (geo.mode === 'phone') return broken(pen, data, geo, plane, point, state, middleOf(plane, point), geo.map ? 0 : state.height - PHONE_TIMELINE, end, colour, width);
  const top = middleOf(wholePlane(geo, state.points), point);
  pen.line(top, 20, top, TIMELINE_HEIGHT - 8, colour, width);
  if (point < plane.from || point >= plane.to) return;
  const x = middleOf(plane, point);
  broken(pen, data, geo, plane, point, state, x, Math.abs(x - top) < 0.5 ? 20 : TIMELINE_HEIGHT, end, colour, width);
}

// The line from top to end, but for the numbers on the bars of few bins.
function broken(pen: Pen, data: RunData, geo: Geometry, plane: Plane, point: number, state: ScoreState, x: number, from: number, end: number, colour: string, width: number): void {
  const few = geo.map && plane.to - plane.from <= 24;
  const shift = topOf(geo) - state.scroll;
  const gaps = few ? visible(geo, state).flatMap((row) => gapsForWords(pen, data, geo, row, plane, point, row.nodes[0].index === state.selected)) : [];
  let y = from;
  for (const [a, b] of gaps.sort((p, q) => p[0] - q[0])) {
    if (a + shift > y) pen.line(x, y, x, Math.min(end, a + shift), colour, width);
    y = Math.max(y, b + shift);
  }
  if (y < end) pen.line(x, y, x, end, colour, width);
}

function drawHead(pen: Pen, prepared: Prepared, geo: Geometry, row: Row, state: ScoreState): void {
  if (geo.graph === null) return phoneHead(pen, prepared.data, geo, row, state);
  if (row.kind === 'node') {
    const card = geo.byNode.get(row.nodes[0].index);
    if (card) drawFullCard(pen, prepared, geo, card, state);
  } else if (row.kind === 'strip') stripHead(pen, prepared.data, row, state);
  else groupHead(pen, row, state);
}

function drawFullCard(pen: Pen, prepared: Prepared, geo: Geometry, card: Card, state: ScoreState): void {
  const { data } = prepared;
  const selected = card.node.index === state.selected;
  drawCard(pen, data, card, state.point, { selected, focused: selected && state.focused });
  if (geo.graph === 'rails') return railWords(pen, card, state.point);
  drawQueueLine(pen, data, card, state.point, prepared.step);
  drawRetryLoop(pen, card, state.point, prepared.widest);
  if (!data.edges.some((e) => e.from === card.node.index && e.type === 'terminal')) drawGaveUp(pen, card, state.point);
}

function railWords(pen: Pen, card: Card, point: number): void {
  const { node } = card;
  const queue = valueAt(node.series.queue, point);
  if (queue === null || node.pile) return;
  const x = card.x + card.width + 9;
  const middle = card.y + card.height / 2;
  const wait = valueAt(node.wait, point);
  if (queue < 0.5) return void pen.text(x, middle + 4, 'none waits', { within: 376 - x });
  pen.text(x, wait === null ? middle + 4 : middle - 2, count(queue), { size: 12, weight: 600, fill: 'ink' });
  if (wait !== null) pen.text(x, middle + 13, node.rests ? node.restWord : `wait ${durationText(wait)}`, { fill: 'ink-2', within: 380 - x });
}

function stripHead(pen: Pen, data: RunData, row: Row, state: ScoreState): void {
  const node = row.nodes[0];
  const middle = row.y + row.height / 2;
  const load = valueAt(node.load, state.point);
  if (load !== null) {
    const fill = at(pen.palette.seq, load);
    pen.round(128, middle - 8, 36, 16, 3, fill);
    if (node.lens) pen.text(146, middle + 4, number(valueAt(node.lens, state.point), 3), { size: 11, weight: 620, fill: inkOn(fill), align: 'center', within: 34 });
    else drawPercent(pen, load, 128, middle - 8, 36, 16, 11, inkOn(fill));
  } else pen.glyph(KIND_GLYPHS[node.kind], 138, middle - 8, 1, 'ink-2');
  const words = secondLine(data, node, state.point).replace(/ of .*? (?=\/)/, ' ');
  const wide = pen.width(words);
  const code = verdictAt(node, state.point);
  pen.text(172, middle + 4.5, node.label, { size: 13, weight: 600, fill: 'ink', within: 376 - wide - 182 - (code >= 2 ? 14 : 0) });
  pen.text(376, middle + 4, words, { align: 'right' });
  if (code >= 2) pen.verdict(376 - wide - 10, middle, code, 8);
}

function groupHead(pen: Pen, row: Row, state: ScoreState): void {
  const middle = row.y + row.height / 2;
  if (row.kind === 'more') return void pen.text(128, middle + 4, row.label, { size: 12, weight: 600, fill: 'ink-2' });
  pen.glyph('M1 1l4 4-4 4', 130, middle - 5, 1, 'ink-3', 1.5);
  const squares = Math.min(row.nodes.length, 7);
  let worst = -1;
  for (const node of row.nodes) {
    const load = valueAt(node.load, state.point);
    if (load !== null && load > worst) worst = load;
  }
  const words = worst < 0 || row.nodes[0].lens ? '' : row.nodes.length === 1 ? percent(worst) : `up to ${percent(worst)}`;
  const wide = words ? pen.width(words) + 10 : 0;
  const room = 376 - wide - squares * 13 - 8 - 142;
  const used = pen.text(142, middle + 4.5, row.label, { size: 13, weight: 600, fill: 'ink', within: room });
  row.nodes.slice(0, squares).forEach((node, i) => {
    const load = valueAt(node.load, state.point);
    pen.round(142 + used + 10 + i * 13, middle - 5.5, 11, 11, 2.5, load === null ? 'panel' : at(pen.palette.seq, load), load === null ? 'line-2' : null);
  });
  if (words) pen.text(376, middle + 4, words, { align: 'right' });
}

function phoneHead(pen: Pen, data: RunData, geo: Geometry, row: Row, state: ScoreState): void {
  const node = row.nodes[0];
  const y = row.y + 10;
  const load = valueAt(node.load, state.point);
  if (load !== null) {
    const fill = at(pen.palette.seq, load);
    pen.round(16, y, 46, 26, 4, fill);
    if (node.lens) pen.text(39, y + 18, number(valueAt(node.lens, state.point), 3), { size: 13, weight: 620, fill: inkOn(fill), align: 'center', within: 44 });
    else drawPercent(pen, load, 16, y, 46, 26, 13.5, inkOn(fill));
  } else {
    pen.round(16, y, 46, 26, 4, 'sunken');
    pen.glyph(KIND_GLYPHS[node.kind], 31, y + 5, 1, 'ink-2');
  }
  const right = phoneWords(data, node, state.point);
  const code = verdictAt(node, state.point);
  const glyph = code >= 2 ? 15 : 0;
  const rightWide = Math.max(pen.width(right[0], 13.5, 600), pen.width(right[1], 11) + glyph);
  const second = right[0] ? 26 : 11; // alone it stands beside the name
  pen.text(72, y + 11, node.label, { size: 14, weight: 600, fill: 'ink', halo: 'bg', within: geo.width - 72 - 26 - rightWide });
  pen.text(72, y + 26, secondLine(data, node, state.point), { fill: 'ink-2', halo: 'bg', within: geo.width - 72 - 26 - (right[0] ? rightWide : 0) });
  pen.text(geo.width - 16, y + 11, right[0], { size: 13.5, weight: 600, fill: 'ink', align: 'right', halo: 'bg' });
  pen.text(geo.width - 16 - glyph, y + second, right[1], { fill: 'ink-2', align: 'right', halo: 'bg' });
  if (glyph) pen.verdict(geo.width - 21, y + second - 4, code, 9);
}

// What is late, what waits; else the room there is.
function phoneWords(data: RunData, node: RunData['nodes'][number], point: number): [string, string] {
  const queue = valueAt(node.series.queue, point);
  if (queue !== null && queue >= 0.5 && !node.pile) {
    const wait = valueAt(node.wait, point);
    const late = wait !== null && node.promise !== null && wait > node.promise ? `${durationText(wait - node.promise)} late` : '';
    return [node.rests ? node.restWord : late || (wait === null ? '' : `wait ${durationText(wait)}`), `${count(queue)} ${node.rests ? data.noun : `${data.noun} waiting`}`];
  }
  if (node.lens) return ['', ''];
  const capacity = valueAt(node.could, point);
  const load = valueAt(node.load, point);
  return capacity !== null && load !== null && load < 1 ? ['', `room for ${count(capacity * (1 - load))}`] : ['', ''];
}

function paintPhoneTimeline(pen: Pen, prepared: Prepared, geo: Geometry, state: ScoreState): void {
  const { ctx } = pen;
  const top = state.height - PHONE_TIMELINE;
  pen.rect(0, top, geo.width, PHONE_TIMELINE, 'panel');
  pen.line(0, top + 0.5, geo.width, top + 0.5, 'line');
  ctx.save();
  ctx.translate(0, top - 18);
  pen.dy = top - 18;
  drawTimeline(pen, prepared.data, prepared.flows, geo, state.view, state.flags);
  pen.dy = 0;
  ctx.restore();
}

function paintPhoneCursor(pen: Pen, prepared: Prepared, geo: Geometry, state: ScoreState): void {
  drawTimes(pen, prepared.data, geo, state.point, state.height - 6);
  const x = middleOf(wholePlane(geo, prepared.data.points), state.point);
  const { ctx } = pen;
  ctx.beginPath();
  ctx.arc(x, state.height - 42, 11, 0, Math.PI * 2);
  ctx.fillStyle = pen.colour('panel');
  ctx.fill();
  ctx.strokeStyle = pen.colour('ink');
  ctx.lineWidth = 1.5;
  ctx.stroke();
  for (const dx of [-2, 2]) pen.line(x + dx, state.height - 46, x + dx, state.height - 38, 'ink', 1.5);
}
