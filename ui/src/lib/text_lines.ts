// A model text line by line: which series a line makes, and what stands out in it.

export interface Token {
  text: string;
  kind: 'key' | 'input' | 'plain';
}

const ID = /^[\s-]*\{?\s*id:\s*["']?([\w.@-]+)/;
export const idOf = (line: string): string => ID.exec(line)?.[1] ?? '';
export const idsOf = (text: string): Set<string> => new Set(text.split('\n').map(idOf).filter(Boolean));

// Keys, what reads an input of the template, and the rest.
export function tokensOf(line: string): Token[] {
  const out: Token[] = [];
  let at = 0;
  for (const found of line.matchAll(/\$\{[^}]*\}|(?<=^[\s-]*|[{,]\s*)[A-Za-z][\w.]*:(?=\s|$)/g)) {
    if (found.index > at) out.push({ text: line.slice(at, found.index), kind: 'plain' });
    out.push({ text: found[0], kind: found[0].startsWith('$') ? 'input' : 'key' });
    at = found.index + found[0].length;
  }
  if (at < line.length) out.push({ text: line.slice(at), kind: 'plain' });
  return out;
}

// A series as a line of so many points: the largest of each stretch, between its least and its largest value.
export function sparkPath(values: Float64Array, width: number, height: number): string {
  const points = Math.min(values.length, width);
  let [low, high] = [Infinity, -Infinity];
  for (const v of values) if (v === v) [low, high] = [Math.min(low, v), Math.max(high, v)];
  if (low > high) return '';
  const span = high - low || 1;
  let path = '';
  for (let p = 0; p < points; p++) {
    let most = NaN;
    for (let i = Math.floor((p * values.length) / points); i < Math.floor(((p + 1) * values.length) / points); i++) if (!(values[i] <= most)) most = values[i];
    if (most !== most) continue;
    const y = high === low ? height / 2 : height - 1 - ((most - low) / span) * (height - 2);
    path += `${path ? 'L' : 'M'}${points > 1 ? ((p / (points - 1)) * width).toFixed(1) : 0} ${y.toFixed(1)}`;
  }
  return points > 1 ? path : `M0 ${height / 2}H${width}`;
}
