// The card of a run, 1,200 by 630: its sentence, its iceberg, what would help, and which run it is.
import type { Fix } from './api/types.ts';
import { drawBig, drawTimesAt } from './big_berg.ts';
import { number } from './format.ts';
import type { RunData, RunNode } from './run_data.ts';
import type { Pen } from './score/pen.ts';
import { plain, sentenceOf } from './sentence.ts';
import { download, pngOf, shots, type Shot } from './shots.svelte.ts';

export const CARD = { width: 1200, height: 630 };

// Words on at most `most` lines; what does not fit ends in an ellipsis.
export function wrapped(pen: Pen, text: string, within: number, size: number, weight: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word;
    if (pen.width(longer, size, weight) <= within) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), pen.fitted(lines.slice(most - 1).join(' '), within, size, weight)];
}

export const nodeOf = (data: RunData): RunNode | undefined => {
  const ids = [data.headline?.nodeId, ...(data.headline?.members ?? [])];
  return data.nodes.find((n) => ids.includes(n.id)) ?? data.nodes.find((n) => n.load) ?? data.nodes[0];
};

export function drawRunCard(pen: Pen, data: RunData, next: Fix | null): void {
  const node = nodeOf(data);
  pen.rect(0, 0, CARD.width, CARD.height, 'bg');
  pen.glyph('M1 11c6 0 6-9 13-9s7 9 13 9', 65, 38, 1, 'ink', 2.2);
  pen.line(65, 55, 92, 55, 'ink-3', 1.4);
  pen.text(104, 56, 'FlowTime', { size: 19, weight: 600, fill: 'ink' });
  pen.text(1136, 55, data.title, { size: 18, fill: 'ink-2', align: 'right', within: 720 });
  if (data.verdict) pen.verdict(75, 127, data.verdict, 20);
  const sentence = data.headline ? plain(sentenceOf(data.headline).head) : 'This run has not been judged';
  wrapped(pen, sentence, 1000, 40, 600, 2).forEach((line, i) => pen.text(100, 138 + i * 50, line, { size: 40, weight: 600, fill: 'ink' }));
  if (node) {
    const wide = next ? 862 : 1072;
    const frame = { x: 64, y: 236, width: wide, height: 278 };
    drawBig(pen, data, node, frame, { words: false, peak: true, size: 17 });
    pen.text(64, 232, `${node.label}: how busy, below how long one waits`, { size: 16 });
    drawTimesAt(pen, data, frame, 542, 16);
  }
  if (next) {
    pen.text(966, 283, next.title ?? next.parameter, { size: 17, within: 170 });
    pen.text(966, 320, next.from === undefined ? '' : number(next.from), { size: 34, weight: 600, fill: 'ink' });
    pen.text(966, 346, 'would need', { size: 17 });
    pen.text(966, 386, number(next.to), { size: 34, weight: 600, fill: 'ink' });
  }
  pen.line(64, 576, 1136, 576, 'line-2');
  pen.text(64, 604, `run ${data.id.split('_').pop()?.slice(0, 24)} \u00b7 ${data.contentHash.slice(0, 20)}\u2026`, { size: 15 });
  const start = data.grid.startMs === null ? '' : `${new Date(data.grid.startMs).toISOString().slice(0, 10)}, `;
  pen.text(1136, 604, `${start}${number(data.grid.bins)} bins${data.per.replace('/', ' of ')}, UTC`, { size: 15, align: 'right' });
}

// The card as something that can be taken along.
export const cardShot = (data: RunData, next: Fix | null): Shot => ({
  name: `${data.id}-card`, title: data.headline?.text ?? data.title, size: () => CARD, paint: (pen) => drawRunCard(pen, data, next),
  table: () => [['run', 'headline'], [data.id, data.headline?.text ?? '']],
});

// To the clipboard as an image; where the browser has none for images, as a file.
export async function copyCard(data: RunData, next: Fix | null): Promise<void> {
  const shot = cardShot(data, next);
  const image = await pngOf(shot);
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
    shots.say('Card copied');
  } catch {
    download(`${shot.name}.png`, image);
    shots.say('Card saved');
  }
}
