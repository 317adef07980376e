// The current address as state, and links that change it without a reload.
import { parse, type Route } from './route.ts';

export * from './route.ts';

const base = (): string => new URL('.', document.baseURI).pathname;

export const href = (path: string): string => base() + path.replace(/^\//, '');
export const runHref = (runId: string, query = '', tab = 'explore'): string => href(`runs/${encodeURIComponent(runId)}/${tab}${query}`);

class Router {
  current = $state<Route>(parse(location.pathname, location.search, base()));

  constructor() {
    addEventListener('popstate', () => this.#read());
  }

  #read(): void {
    this.current = parse(location.pathname, location.search, base());
  }

  go(to: string): void {
    history.pushState(null, '', to);
    this.#read();
  }

  // Changes of the view on one page: one history entry for steps, none for moves of the cursor.
  set(changes: Record<string, string | null>, keep = false): void {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    if (url.href === location.href) return;
    if (keep) history.pushState(null, '', url);
    else history.replaceState(null, '', url);
    this.#read();
  }
}

export const router = new Router();

// The link of these pages that an event is on; null on any other.
export function linkOf(event: Event): HTMLAnchorElement | null {
  const link = event.target instanceof Element ? (event.target.closest('a[href]') as HTMLAnchorElement | null) : null;
  if (!link || link.target || link.origin !== location.origin || !link.pathname.startsWith(base())) return null;
  return link.hasAttribute('download') || link.pathname.startsWith(`${base()}v1/`) ? null : link;
}
export const routeOf = (link: HTMLAnchorElement): Route => parse(link.pathname, link.search, base());

// Plain links stay links: only an unmodified left click inside the program is taken over.
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = linkOf(event);
  if (!link) return;
  event.preventDefault();
  router.go(link.href);
}
