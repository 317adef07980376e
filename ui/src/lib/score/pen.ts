// A canvas with the words and lines of the score. Text that it draws can be asked for as boxes, so
// that a test can count what collides or leaves its place (window.__ft.texts, only where it is set).
import { inkOn } from '../colour.ts';
import type { Palette } from '../theme.svelte.ts';

const FAMILY = "'FT Inter', ui-sans-serif, system-ui, sans-serif";

export interface TextOptions {
  size?: number;
  weight?: number;
  fill?: string;
  align?: 'left' | 'center' | 'right';
  halo?: string | false;
  within?: number; // widest it may be; the middle gives way, the tail stays
}

export interface TextBox {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Hole {
  x: number;
  y: number;
  width: number;
  height: number;
}

const patterns = new WeakMap<CanvasRenderingContext2D, Map<string, CanvasPattern>>();
const widths = new Map<string, number>();

// Widths measured before the font had come are wrong.
export const forgetWidths = (): void => widths.clear();

function hatchTile(colour: string, ground: string | null, pitch: number, thick: number): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  const scale = 2;
  const side = Math.round(pitch * Math.SQRT2 * scale);
  tile.width = tile.height = side;
  const ctx = tile.getContext('2d')!;
  if (ground) {
    ctx.fillStyle = ground;
    ctx.fillRect(0, 0, side, side);
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = thick * scale;
  ctx.beginPath();
  for (const shift of [-side, 0, side]) {
    ctx.moveTo(shift, side);
    ctx.lineTo(shift + side, 0);
  }
  ctx.stroke();
  return tile;
}

export class Pen {
  readonly ctx: CanvasRenderingContext2D;
  readonly palette: Palette;
  boxes: TextBox[] | null = null;
  // Where the plane that is drawn on stands, and what of the canvas shows of it.
  dy = 0;
  top = -Infinity;
  bottom = Infinity;

  constructor(ctx: CanvasRenderingContext2D, palette: Palette) {
    this.ctx = ctx;
    this.palette = palette;
  }

  colour(name: string): string {
    return name.startsWith('#') ? name : this.palette.colour(name);
  }

  hatch(strong = false): CanvasPattern | string {
    const drawing = this.ctx as unknown as { hatch?: (colour: string, ground: string | null, pitch: number, thick: number) => string };
    if (drawing.hatch) return strong ? drawing.hatch(this.colour('queue'), this.colour('bg'), 4, 1.6) : drawing.hatch(this.colour('hatch'), null, 6, 1.6);
    const key = `${this.palette.theme}${strong}${this.colour('hatch')}`;
    const known = patterns.get(this.ctx) ?? new Map<string, CanvasPattern>();
    patterns.set(this.ctx, known);
    const kept = known.get(key);
    if (kept) return kept;
    const tile = strong ? hatchTile(this.colour('queue'), this.colour('bg'), 4, 1.6) : hatchTile(this.colour('hatch'), null, 6, 1.6);
    const made = this.ctx.createPattern(tile, 'repeat');
    if (!made) return this.colour('hatch');
    made.setTransform(new DOMMatrix().scale(0.5));
    known.set(key, made);
    return made;
  }

  font(size: number, weight: number): string {
    return `${weight} ${size}px ${FAMILY}`;
  }

  width(text: string, size = 11, weight = 400): number {
    const key = `${size}|${weight}|${text}`;
    let known = widths.get(key);
    if (known === undefined) {
      this.ctx.font = this.font(size, weight);
      known = this.ctx.measureText(text).width;
      if (widths.size > 20_000) widths.clear();
      widths.set(key, known);
    }
    return known;
  }

  fitted(text: string, within: number, size: number, weight: number): string {
    if (this.width(text, size, weight) <= within) return text;
    for (let cut = text.length - 1; cut > 2; cut--) {
      const tail = Math.ceil(cut / 2);
      const short = `${text.slice(0, cut - tail).trimEnd()}\u2026${text.slice(text.length - tail).trimStart()}`;
      if (this.width(short, size, weight) <= within) return short;
    }
    return '\u2026';
  }

  text(x: number, y: number, text: string, options: TextOptions = {}): number {
    const { size = 11, weight = 400, fill = 'ink-3', align = 'left', halo = false, within } = options;
    const shown = within === undefined ? text : this.fitted(text, within, size, weight);
    const { ctx } = this;
    const width = this.width(shown, size, weight);
    ctx.font = this.font(size, weight);
    ctx.textAlign = align;
    if (halo) {
      ctx.strokeStyle = this.colour(halo);
      ctx.lineWidth = 3;
      ctx.lineJoin = 'round';
      ctx.strokeText(shown, x, y);
    }
    ctx.fillStyle = this.colour(fill);
    ctx.fillText(shown, x, y);
    if (this.boxes) {
      const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
      const above = y - size * 0.74 + this.dy;
      if (above + size * 0.76 > this.top && above < this.bottom) this.boxes.push({ text: shown, x: left, y: above, width, height: size * 0.76 });
    }
    return width;
  }

  rect(x: number, y: number, w: number, h: number, fill: string | CanvasPattern, alpha = 1): void {
    if (w <= 0 || h <= 0) return;
    this.ctx.globalAlpha = alpha;
    this.ctx.fillStyle = typeof fill === 'string' ? this.colour(fill) : fill;
    this.ctx.fillRect(x, y, w, h);
    this.ctx.globalAlpha = 1;
  }

  round(x: number, y: number, w: number, h: number, r: number, fill: string | CanvasPattern | null, stroke: string | null = null, width = 1): void {
    const { ctx } = this;
    ctx.beginPath();
    ctx.roundRect(x, y, w, h, r);
    if (fill) {
      ctx.fillStyle = typeof fill === 'string' ? this.colour(fill) : fill;
      ctx.fill();
    }
    if (stroke) {
      ctx.strokeStyle = this.colour(stroke);
      ctx.lineWidth = width;
      ctx.stroke();
    }
  }

  line(x1: number, y1: number, x2: number, y2: number, stroke = 'line', width = 1, alpha = 1, dash: number[] = []): void {
    const { ctx } = this;
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = this.colour(stroke);
    ctx.lineWidth = width;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }

  // A path in the words of SVG, moved and scaled.
  glyph(d: string, x: number, y: number, scale: number, stroke: string, width = 1.4): void {
    const { ctx } = this;
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(scale, scale);
    ctx.strokeStyle = this.colour(stroke);
    ctx.lineWidth = width;
    ctx.lineCap = ctx.lineJoin = 'round';
    ctx.stroke(Object.assign(new Path2D(d), { d }));
    ctx.restore();
  }

  dot(x: number, y: number, page = 'bg'): void {
    const { ctx } = this;
    ctx.beginPath();
    ctx.arc(x, y, 3, 0, Math.PI * 2);
    ctx.fillStyle = this.colour('ink');
    ctx.fill();
    ctx.strokeStyle = this.colour(page);
    ctx.lineWidth = 1.5;
    ctx.stroke();
  }

  // The glyph of a verdict: on time a circle, at risk a triangle, breach a square, none a ring.
  verdict(x: number, y: number, code: number, size = 9): void {
    const { ctx } = this;
    const half = size / 2;
    ctx.beginPath();
    if (code === 3) ctx.rect(x - half * 0.86, y - half * 0.86, size * 0.86, size * 0.86);
    else if (code === 2) {
      ctx.moveTo(x, y - half);
      ctx.lineTo(x + half, y + half * 0.8);
      ctx.lineTo(x - half, y + half * 0.8);
      ctx.closePath();
    } else ctx.arc(x, y, size * (code === 1 ? 0.43 : 0.35), 0, Math.PI * 2);
    if (code === 0) {
      ctx.strokeStyle = this.colour('ink-3');
      ctx.lineWidth = 1.4;
      ctx.stroke();
      return;
    }
    ctx.fillStyle = this.colour(code === 3 ? 'breach' : code === 2 ? 'warn' : 'ok');
    ctx.fill();
  }

  inkOn(hex: string): string {
    return inkOn(hex);
  }
}

// A canvas as sharp as the screen; returns its context in CSS pixels, wiped.
export function prepare(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const w = Math.max(1, Math.round(width * ratio));
  const h = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const ctx = canvas.getContext('2d')!;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return ctx;
}
