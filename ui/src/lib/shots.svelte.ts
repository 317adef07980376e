// What is on show, as something that can be taken along: a drawing (SVG, PNG), its numbers (CSV), its address.
// A view registers itself while it is on the page; the share menu acts on the one that registered last.
import { untrack } from 'svelte';

import { Pen } from './score/pen.ts';
import { SvgContext } from './svg.ts';
import { theme } from './theme.svelte.ts';

export type Cell = string | number | null;

export interface Shot {
  name: string; // of the file, without its ending
  title: string;
  size?: () => { width: number; height: number };
  paint?: (pen: Pen) => void;
  table: () => Cell[][]; // the first row names the columns
}

const ROW = 26;
const MOST_ROWS = 400;

class Shots {
  #list = $state.raw<Shot[]>([]);
  said = $state(''); // what was just done, for the status line

  get current(): Shot | null {
    return this.#list[this.#list.length - 1] ?? null;
  }

  // Use in an effect: the return value takes the view away again.
  show(shot: Shot): () => void {
    // Not a reason for the effect to run again.
    untrack(() => (this.#list = [...this.#list, shot]));
    return () => untrack(() => (this.#list = this.#list.filter((s) => s !== shot)));
  }

  say(text: string): void {
    this.said = text;
    setTimeout(() => (this.said === text ? (this.said = '') : undefined), 2400);
  }
}

export const shots = new Shots();

const quoted = (cell: Cell): string => {
  if (cell === null || (typeof cell === 'number' && Number.isNaN(cell))) return '';
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

export const csvOf = (table: Cell[][]): string => table.map((row) => row.map(quoted).join(',')).join('\n') + '\n';

// Columns as wide as their longest text; what does not fit is counted in the last row.
function paintTable(pen: Pen, table: Cell[][], widths: number[]): void {
  const rows = table.slice(0, MOST_ROWS + 1);
  rows.forEach((row, r) => {
    let x = 16;
    row.forEach((cell, c) => {
      const text = cell === null ? '\u2014' : String(cell);
      pen.text(x, 30 + r * ROW, text, { size: 12, weight: r === 0 ? 600 : 400, fill: r === 0 ? 'ink-2' : 'ink' });
      x += widths[c];
    });
    pen.line(16, 38 + r * ROW, 16 + widths.reduce((a, b) => a + b, 0), 38 + r * ROW, 'line');
  });
  if (table.length > rows.length) pen.text(16, 30 + rows.length * ROW, `and ${table.length - rows.length} more rows`, { size: 12 });
}

interface Drawing {
  width: number;
  height: number;
  paint: (pen: Pen) => void;
}

function drawingOf(shot: Shot): Drawing {
  if (shot.paint && shot.size) return { ...shot.size(), paint: shot.paint };
  const table = shot.table();
  const probe = new Pen(new SvgContext(1, 1) as unknown as CanvasRenderingContext2D, theme.palette);
  const columns = Math.max(1, ...table.map((r) => r.length));
  const widths = Array.from({ length: columns }, (_, c) => 18 + Math.max(...table.slice(0, MOST_ROWS).map((r) => probe.width(String(r[c] ?? ''), 12, 600))));
  const rows = Math.min(table.length, MOST_ROWS + 2);
  return { width: 32 + widths.reduce((a, b) => a + b, 0), height: 24 + rows * ROW, paint: (pen) => paintTable(pen, table, widths) };
}

export function svgOf(shot: Shot): string {
  const drawing = drawingOf(shot);
  const context = new SvgContext(drawing.width, drawing.height);
  const pen = new Pen(context as unknown as CanvasRenderingContext2D, theme.palette);
  drawing.paint(pen);
  return context.text(pen.colour('bg'), shot.title);
}

export async function pngOf(shot: Shot): Promise<Blob> {
  const drawing = drawingOf(shot);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(drawing.width * 2);
  canvas.height = Math.round(drawing.height * 2);
  const ctx = canvas.getContext('2d')!;
  ctx.scale(2, 2);
  const pen = new Pen(ctx, theme.palette);
  pen.rect(0, 0, drawing.width, drawing.height, 'bg');
  drawing.paint(pen);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('This browser makes no PNG.'))), 'image/png'));
}

export function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const named = (shot: Shot, end: string): string => `${shot.name.replace(/[^\w.-]+/g, '-')}.${end}`;

export const ACTIONS: readonly { id: string; label: string; done: string; act: (shot: Shot) => Promise<void> | void }[] = [
  { id: 'link', label: 'Copy link', done: 'Link copied', act: () => navigator.clipboard.writeText(location.href) },
  { id: 'copy-png', label: 'Copy as image', done: 'Image copied', act: async (s) => navigator.clipboard.write([new ClipboardItem({ 'image/png': await pngOf(s) })]) },
  { id: 'copy-csv', label: 'Copy numbers as CSV', done: 'Numbers copied', act: (s) => navigator.clipboard.writeText(csvOf(s.table())) },
  { id: 'svg', label: 'Save as SVG', done: 'SVG saved', act: (s) => download(named(s, 'svg'), new Blob([svgOf(s)], { type: 'image/svg+xml' })) },
  { id: 'png', label: 'Save as PNG', done: 'PNG saved', act: async (s) => download(named(s, 'png'), await pngOf(s)) },
  { id: 'csv', label: 'Save as CSV', done: 'CSV saved', act: (s) => download(named(s, 'csv'), new Blob([csvOf(s.table())], { type: 'text/csv' })) },
];

export async function take(id: string): Promise<void> {
  const action = ACTIONS.find((a) => a.id === id);
  const shot = shots.current ?? { name: 'flowtime', title: document.title, table: () => [] };
  if (!action) return;
  try {
    await action.act(shot);
    shots.say(action.done);
  } catch (error) {
    shots.say(`${action.label} did not work: ${error instanceof Error ? error.message : String(error)}`);
  }
}
