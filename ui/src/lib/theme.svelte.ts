// Light, dark or what the system says; more contrast where it is asked for. Kept in this browser.
import { scales, type Scales, type ThemeName } from './colour.ts';

export type Choice = 'system' | ThemeName;
const KEY = 'flowtime.theme';
const CONTRAST = 'flowtime.contrast';

export interface Palette extends Scales {
  theme: ThemeName;
  colour: (name: string) => string;
  contour: number;
  ribbon: number;
  span: number;
  rowSelected: number;
}

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const more = matchMedia('(prefers-contrast: more)');

class Theme {
  choice = $state<Choice>((kept(KEY) as Choice | null) ?? 'system');
  contrast = $state(kept(CONTRAST) === 'more');
  #dark = $state(dark.matches);
  #more = $state(more.matches);
  #version = $state(0);

  constructor() {
    dark.addEventListener('change', () => this.#follow());
    more.addEventListener('change', () => this.#follow());
    this.#apply();
  }

  get name(): ThemeName {
    if (this.choice === 'system') return this.#dark ? 'dark' : 'light';
    return this.choice === 'dark' ? 'dark' : 'light';
  }

  get highContrast(): boolean {
    return this.contrast || this.#more;
  }

  // Read by everything that paints: changes with the theme.
  get palette(): Palette {
    void this.#version;
    return readPalette(this.name);
  }

  choose(choice: Choice): void {
    this.choice = choice;
    keep(KEY, choice);
    this.#apply();
  }

  setContrast(on: boolean): void {
    this.contrast = on;
    keep(CONTRAST, on ? 'more' : 'normal');
    this.#apply();
  }

  #follow(): void {
    this.#dark = dark.matches;
    this.#more = more.matches;
    this.#apply();
  }

  #apply(): void {
    const root = document.documentElement;
    root.dataset.theme = this.name;
    if (this.highContrast) root.dataset.contrast = 'more';
    else delete root.dataset.contrast;
    this.#version++;
  }
}

function readPalette(theme: ThemeName): Palette {
  const style = getComputedStyle(document.documentElement);
  const cache = new Map<string, string>();
  const raw = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const colour = (name: string): string => {
    let value = cache.get(name);
    if (value === undefined) cache.set(name, (value = resolve(raw(name), raw)));
    return value;
  };
  const ratio = (name: string): number => Number(raw(name)) || 0;
  return { ...scales(theme), theme, colour, contour: ratio('contour'), ribbon: ratio('ribbon'), span: ratio('span'), rowSelected: ratio('row-selected') };
}

function resolve(value: string, raw: (name: string) => string): string {
  const inner = /^var\(--([\w-]+)\)$/.exec(value);
  return inner ? resolve(raw(inner[1]), raw) : value;
}

export const theme = new Theme();
