// Verdict lanes: at risk 3 px, breach 4 px with a notch every 8 px; on time draws nothing.
import type { Pen } from './pen.ts';

interface Segment {
  from: number;
  to: number; // exclusive
  code: number;
}

export function segments(codes: ArrayLike<number>, least: number): Segment[] {
  const found: Segment[] = [];
  for (let i = 0; i < codes.length; ) {
    let k = i + 1;
    while (k < codes.length && codes[k] === codes[i]) k++;
    if (codes[i] >= least) found.push({ from: i, to: k, code: codes[i] });
    i = k;
  }
  return found;
}

// Gaps narrower than 6 px are closed.
function closed(found: Segment[], step: number): Segment[] {
  const out: Segment[] = [];
  for (const segment of found) {
    const last = out[out.length - 1];
    if (last && last.code === segment.code && (segment.from - last.to) * step < 6) last.to = segment.to;
    else out.push({ ...segment });
  }
  return out;
}

export function drawLane(pen: Pen, codes: ArrayLike<number>, x: number, y: number, width: number): void {
  const step = width / codes.length;
  for (const { from, to, code } of closed(segments(codes, 2), step)) {
    const left = x + from * step;
    const wide = Math.max(1.5, (to - from) * step);
    const high = code === 3 ? 4 : 3;
    pen.round(left, y, wide, high, 1, code === 3 ? 'breach' : 'warn');
    if (code === 3) for (let k = 8; k < wide - 3; k += 8) pen.rect(left + k, y, 1, high, 'bg');
  }
}

// The lane of the whole run: every bin is painted, calm ones in grey.
export function drawWorst(pen: Pen, codes: ArrayLike<number>, x: number, y: number, width: number, height = 6): void {
  const step = width / codes.length;
  const calm = Uint8Array.from({ length: codes.length }, (_, i) => (codes[i] >= 2 ? codes[i] : 1));
  for (const { from, to, code } of segments(calm, 0)) {
    pen.round(x + from * step, y, Math.max(1.5, (to - from) * step - 0.6), height, 1.5, code === 3 ? 'breach' : code === 2 ? 'warn' : 'line-2');
  }
}

export { closed };
