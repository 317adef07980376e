// A context that writes SVG instead of painting: the part of the canvas that the pen uses, so that what is
// seen can be saved as a drawing. Text stays text; areas without a fill of their own stay empty.
type Matrix = [a: number, d: number, e: number, f: number]; // scale and move only

interface State {
  matrix: Matrix;
  alpha: number;
  fill: string;
  stroke: string;
  width: number;
  dash: string;
  cap: string;
  join: string;
  font: string;
  align: string;
  groups: number; // opened by clip
}

const START: State = { matrix: [1, 1, 0, 0], alpha: 1, fill: '#000', stroke: '#000', width: 1, dash: '', cap: 'butt', join: 'miter', font: '400 11px sans-serif', align: 'left', groups: 0 };
const num = (v: number): string => String(Math.round(v * 100) / 100);
const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

let measuring: CanvasRenderingContext2D | null = null;

export class SvgContext {
  readonly width: number;
  readonly height: number;
  #out: string[] = [];
  #defs: string[] = [];
  #state: State = { ...START };
  #kept: State[] = [];
  #path = '';
  #hatches = new Map<string, string>();

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  set globalAlpha(v: number) { this.#state.alpha = v; }
  set fillStyle(v: string | CanvasPattern) { this.#state.fill = String(v); }
  set strokeStyle(v: string) { this.#state.stroke = v; }
  set lineWidth(v: number) { this.#state.width = v; }
  set lineCap(v: string) { this.#state.cap = v; }
  get lineJoin(): string { return this.#state.join; }
  set lineJoin(v: string) { this.#state.join = v; }
  set font(v: string) { this.#state.font = v; }
  set textAlign(v: string) { this.#state.align = v; }
  setLineDash(dash: number[]): void { this.#state.dash = dash.map(num).join(' '); }
  setTransform(): void {}
  clearRect(): void {}

  measureText(text: string): { width: number } {
    measuring ??= document.createElement('canvas').getContext('2d');
    if (!measuring) return { width: text.length * 6 };
    measuring.font = this.#state.font;
    return measuring.measureText(text);
  }

  save(): void {
    this.#kept.push({ ...this.#state });
    this.#state.groups = 0;
  }
  restore(): void {
    for (let i = 0; i < this.#state.groups; i++) this.#out.push('</g>');
    this.#state = this.#kept.pop() ?? { ...START };
  }
  translate(x: number, y: number): void {
    const [a, d, e, f] = this.#state.matrix;
    this.#state.matrix = [a, d, e + a * x, f + d * y];
  }
  scale(x: number, y: number): void {
    const [a, d, e, f] = this.#state.matrix;
    this.#state.matrix = [a * x, d * y, e, f];
  }

  #x = (x: number): number => this.#state.matrix[0] * x + this.#state.matrix[2];
  #y = (y: number): number => this.#state.matrix[1] * y + this.#state.matrix[3];
  #at = (x: number, y: number): string => `${num(this.#x(x))} ${num(this.#y(y))}`;

  beginPath(): void { this.#path = ''; }
  moveTo(x: number, y: number): void { this.#path += `M${this.#at(x, y)}`; }
  lineTo(x: number, y: number): void { this.#path += `${this.#path ? 'L' : 'M'}${this.#at(x, y)}`; }
  bezierCurveTo(a: number, b: number, c: number, d: number, x: number, y: number): void { this.#path += `C${this.#at(a, b)} ${this.#at(c, d)} ${this.#at(x, y)}`; }
  closePath(): void { this.#path += 'Z'; }
  rect(x: number, y: number, w: number, h: number): void { this.#path += `M${this.#at(x, y)}L${this.#at(x + w, y)}L${this.#at(x + w, y + h)}L${this.#at(x, y + h)}Z`; }
  arc(x: number, y: number, r: number): void {
    const px = num(r * this.#state.matrix[0]);
    this.#path += `M${this.#at(x - r, y)}A${px} ${px} 0 1 1 ${this.#at(x + r, y)}A${px} ${px} 0 1 1 ${this.#at(x - r, y)}Z`;
  }
  // A corner: towards (x1, y1), round it, on towards (x2, y2).
  arcTo(x1: number, y1: number, x2: number, y2: number, r: number): void {
    const last = /(-?[\d.]+) (-?[\d.]+)(?:Z)?$/.exec(this.#path);
    const from = last ? [Number(last[1]), Number(last[2])] : [this.#x(x1), this.#y(y1)];
    const corner = [this.#x(x1), this.#y(y1)];
    const to = [this.#x(x2), this.#y(y2)];
    const toward = (p: number[]): number[] => {
      const [dx, dy] = [p[0] - corner[0], p[1] - corner[1]];
      const long = Math.hypot(dx, dy) || 1;
      return [corner[0] + (dx / long) * Math.min(r, long), corner[1] + (dy / long) * Math.min(r, long)];
    };
    const [a, b] = [toward(from), toward(to)];
    this.#path += `L${num(a[0])} ${num(a[1])}Q${num(corner[0])} ${num(corner[1])} ${num(b[0])} ${num(b[1])}`;
  }
  roundRect(x: number, y: number, w: number, h: number, radius: number | number[]): void {
    const list = Array.isArray(radius) ? radius : [radius];
    const [tl, tr, br, bl] = list.length === 4 ? list : list.length === 2 ? [list[0], list[1], list[0], list[1]] : [list[0], list[0], list[0], list[0]];
    const q = (cx: number, cy: number, ex: number, ey: number): string => `Q${this.#at(cx, cy)} ${this.#at(ex, ey)}`;
    this.#path += `M${this.#at(x + tl, y)}L${this.#at(x + w - tr, y)}${q(x + w, y, x + w, y + tr)}L${this.#at(x + w, y + h - br)}${q(x + w, y + h, x + w - br, y + h)}L${this.#at(x + bl, y + h)}${q(x, y + h, x, y + h - bl)}L${this.#at(x, y + tl)}${q(x, y, x + tl, y)}Z`;
  }

  #faint = (): string => (this.#state.alpha < 1 ? ` opacity="${num(this.#state.alpha)}"` : '');

  fill(): void {
    if (this.#path) this.#out.push(`<path d="${this.#path}" fill="${this.#state.fill}"${this.#faint()}/>`);
  }
  stroke(path?: Path2D & { d?: string }): void {
    const s = this.#state;
    const own = path?.d;
    const scaled = own ? ` transform="matrix(${s.matrix[0]} 0 0 ${s.matrix[1]} ${num(s.matrix[2])} ${num(s.matrix[3])})"` : '';
    const d = own ?? this.#path;
    if (!d) return;
    const dash = s.dash ? ` stroke-dasharray="${s.dash}"` : '';
    this.#out.push(`<path d="${d}" fill="none" stroke="${s.stroke}" stroke-width="${num(s.width)}" stroke-linecap="${s.cap}" stroke-linejoin="${s.join}"${dash}${scaled}${this.#faint()}/>`);
  }
  fillRect(x: number, y: number, w: number, h: number): void {
    const { matrix, fill } = this.#state;
    this.#out.push(`<rect x="${num(this.#x(x))}" y="${num(this.#y(y))}" width="${num(w * matrix[0])}" height="${num(h * matrix[1])}" fill="${fill}"${this.#faint()}/>`);
  }
  clip(): void {
    const id = `c${this.#defs.length}`;
    this.#defs.push(`<clipPath id="${id}"><path d="${this.#path}"/></clipPath>`);
    this.#out.push(`<g clip-path="url(#${id})">`);
    this.#state.groups++;
  }
  #words(x: number, y: number, text: string, paint: string): void {
    const font = /^(\d+) ([\d.]+)px (.*)$/.exec(this.#state.font);
    const anchor = { left: 'start', center: 'middle', right: 'end' }[this.#state.align] ?? 'start';
    const [weight, size, family] = font ? [font[1], font[2], font[3]] : ['400', '11', 'sans-serif'];
    this.#out.push(`<text x="${num(this.#x(x))}" y="${num(this.#y(y))}" font-family="${escape(family.replace("'FT Inter'", 'Inter'))}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" ${paint}${this.#faint()}>${escape(text)}</text>`);
  }
  fillText(text: string, x: number, y: number): void { this.#words(x, y, text, `fill="${this.#state.fill}"`); }
  strokeText(text: string, x: number, y: number): void {
    this.#words(x, y, text, `fill="none" stroke="${this.#state.stroke}" stroke-width="${num(this.#state.width)}" stroke-linejoin="round"`);
  }

  // Lines at 45 degrees; called by the pen in place of a pattern made of pixels.
  hatch(colour: string, ground: string | null, pitch: number, thick: number): string {
    const key = `${colour}${ground}${pitch}`;
    const known = this.#hatches.get(key);
    if (known) return known;
    const id = `h${this.#hatches.size}`;
    const back = ground ? `<rect width="${pitch}" height="${pitch}" fill="${ground}"/>` : '';
    this.#defs.push(`<pattern id="${id}" width="${pitch}" height="${pitch}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">${back}<rect width="${thick}" height="${pitch}" fill="${colour}"/></pattern>`);
    this.#hatches.set(key, `url(#${id})`);
    return `url(#${id})`;
  }

  text(ground: string, title: string): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${num(this.width)}" height="${num(this.height)}" viewBox="0 0 ${num(this.width)} ${num(this.height)}" role="img"><title>${escape(title)}</title><defs>${this.#defs.join('')}</defs><rect width="100%" height="100%" fill="${ground}"/>${this.#out.join('\n')}</svg>\n`;
  }
}
