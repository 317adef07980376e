// The colours of data: four tables of 256, made from OKLCH by linear pieces, clamped into sRGB by
// lowering the chroma. tests/unit/colour.test.ts compares them with their eleven stops.

type Point = readonly [number, number];
type Triple = [number, number, number];

function toLinear(L: number, C: number, h: number): Triple {
  const a = C * Math.cos((h * Math.PI) / 180);
  const b = C * Math.sin((h * Math.PI) / 180);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const inGamut = (rgb: Triple): boolean => rgb.every((v) => v >= -1e-4 && v <= 1 + 1e-4);

function clampChroma(L: number, C: number, h: number): number {
  if (inGamut(toLinear(L, C, h))) return C;
  let low = 0;
  let high = C;
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (inGamut(toLinear(L, middle, h))) low = middle;
    else high = middle;
  }
  return low;
}

function channel(linear: number): string {
  const x = Math.min(1, Math.max(0, linear));
  const encoded = x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055;
  return Math.round(255 * encoded).toString(16).padStart(2, '0').toUpperCase();
}

export function oklch(L: number, C: number, h: number): string {
  return `#${toLinear(L, clampChroma(L, C, h), h).map(channel).join('')}`;
}

function piecewise(t: number, points: readonly Point[]): number {
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1];
    const [x1, y1] = points[i];
    if (t <= x1) return y0 + ((y1 - y0) * (t - x0)) / (x1 - x0);
  }
  return points[points.length - 1][1];
}

const seqLight = (t: number): string =>
  oklch(0.965 - 0.645 * t, piecewise(t, [[0, 0.012], [0.35, 0.085], [0.7, 0.15], [1, 0.13]]), piecewise(t, [[0, 190], [0.4, 222], [0.75, 264], [1, 285]]));
const seqDark = (t: number): string =>
  oklch(0.265 + 0.615 * t, piecewise(t, [[0, 0.03], [0.3, 0.105], [0.6, 0.125], [0.85, 0.12], [1, 0.105]]), piecewise(t, [[0, 275], [0.35, 262], [0.65, 215], [1, 148]]));
const divLight = (t: number): string => {
  const u = 2 * t - 1;
  return oklch(0.968 - 0.5 * Math.abs(u), 0.165 * Math.abs(u) ** 0.85, u < 0 ? 250 : 52);
};
const divDark = (t: number): string => {
  const u = 2 * t - 1;
  return oklch(0.285 + 0.535 * Math.abs(u), 0.008 + 0.135 * Math.abs(u) ** 0.85, u < 0 ? 242 : 58);
};

const table = (of: (t: number) => string): readonly string[] => Array.from({ length: 256 }, (_, i) => of(i / 255));

export type ThemeName = 'light' | 'dark';
export interface Scales {
  seq: readonly string[];
  div: readonly string[];
}

const made: Partial<Record<ThemeName, Scales>> = {};

export function scales(theme: ThemeName): Scales {
  made[theme] ??= theme === 'dark' ? { seq: table(seqDark), div: table(divDark) } : { seq: table(seqLight), div: table(divLight) };
  return made[theme];
}

export const at = (lut: readonly string[], t: number): string => lut[Math.round(Math.min(1, Math.max(0, t)) * 255)];

export function luminance(hex: string): number {
  const part = (i: number): number => {
    const x = parseInt(hex.slice(i, i + 2), 16) / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

// Label ink on a colour of a table: at least 4.58 : 1.
export const inkOn = (hex: string): string => (luminance(hex) > 0.179 ? '#000000' : '#ffffff');
