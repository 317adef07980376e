// The address is the view: which page, which run, which bin, node, tab, metric. Reading is forgiving:
// what cannot be understood is left out, never an error.

export type PageName = 'home' | 'runs' | 'run' | 'new' | 'compare' | 'lab' | 'model' | 'shared' | 'lost';

export interface Route {
  page: PageName;
  id: string;
  tab: string;
  query: URLSearchParams;
}

export function parse(pathname: string, search: string, root = '/'): Route {
  const inside = pathname.startsWith(root) ? pathname.slice(root.length) : pathname.replace(/^\//, '');
  const [head = '', second = '', third = ''] = inside.split('/').filter(Boolean).map(decode);
  const query = new URLSearchParams(search);
  const at = (page: PageName, id = '', tab = ''): Route => ({ page, id, tab, query });
  if (head === '' || head === 'index.html') return at('home');
  if (head === 'runs' && second) return at('run', second, third || 'explore');
  if (head === 'runs') return at('runs');
  if (head === 'new') return at('new');
  if (head === 'compare') return at('compare');
  if (head === 'lab') return at('lab');
  if (head === 'models') return at('model', second);
  if (head === 'w') return at('shared');
  return at('lost');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const wholeNumber = (query: URLSearchParams, name: string): number | null => {
  const text = query.get(name);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
};
