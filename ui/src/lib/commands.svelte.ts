// What the command palette offers: commands of every page, those that a page brings, and what it finds.
import { untrack } from 'svelte';

import { href, router } from './route.svelte.ts';
import { ACTIONS, shots, take } from './shots.svelte.ts';
import { theme } from './theme.svelte.ts';

export interface Command {
  kind: 'page' | 'command' | 'node' | 'metric' | 'run' | 'example';
  title: string;
  about?: string;
  keys?: string;
  run: () => void;
}

const page = (title: string, path: string, keys?: string): Command => ({ kind: 'page', title, keys, run: () => router.go(href(path)) });

const everywhere = (): Command[] => [
  page('Home', ''), page('Runs', 'runs'), page('New run', 'new', 'N'), page('Compare runs', 'compare'), page('Models', 'models/order-system'), page('Lab', 'lab'),
  { kind: 'command', title: 'Dark theme', run: () => theme.choose('dark') },
  { kind: 'command', title: 'Light theme', run: () => theme.choose('light') },
  { kind: 'command', title: 'Theme of the system', run: () => theme.choose('system') },
  { kind: 'command', title: theme.contrast ? 'Usual contrast' : 'More contrast', run: () => theme.setContrast(!theme.contrast) },
  ...(shots.current ? ACTIONS : ACTIONS.slice(0, 1)).map((a): Command => ({ kind: 'command', title: a.label, run: () => void take(a.id) })),
];

class Commands {
  #own = $state.raw<(() => Command[])[]>([]);

  get all(): Command[] {
    return [...this.#own.flatMap((of) => of()), ...everywhere()];
  }

  // Use in an effect: the return value takes them away again.
  offer(of: () => Command[]): () => void {
    untrack(() => (this.#own = [...this.#own, of]));
    return () => untrack(() => (this.#own = this.#own.filter((o) => o !== of)));
  }
}

export const commands = new Commands();

// How well words fit: all letters in order count, the start of a word counts more. Negative: not at all.
export function fit(text: string, query: string): number {
  const low = text.toLowerCase();
  const wanted = query.trim().toLowerCase();
  if (!wanted) return 0;
  const at = low.indexOf(wanted);
  if (at >= 0) return 100 - Math.min(50, at) + (at === 0 || /[\s._/-]/.test(low[at - 1]) ? 40 : 0);
  let from = 0;
  for (const letter of wanted) {
    const next = low.indexOf(letter, from);
    if (next < 0) return -1;
    from = next + 1;
  }
  return Math.max(1, 30 - (from - wanted.length));
}
