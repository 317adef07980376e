// Runs before the pages do; see `ahead` in vite.config.ts, which puts the names of files in. A script, not a module.
(() => {
  const root = new URL(document.baseURI);
  const [head, id = 'order-system'] = location.pathname.slice(root.pathname.length).split('/').filter(Boolean);
  if ('__ftAhead' in globalThis || (head !== 'models' && head !== 'w') || typeof WebAssembly !== 'object' || typeof DecompressionStream !== 'function') return;
  const of = (path) => new URL(path, root).href;
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = of('%MODEL%');
  document.head.append(link);
  const worker = new Worker(of('%WORKER%'), { type: 'module' });
  worker.postMessage({ id: 0, call: 'load', address: of('%MODULE%') });
  if (head === 'models') worker.postMessage({ id: 0, call: 'ahead', source: of(`api/v1/templates/${id}/source`), options: { kind: 'template', file: `${decodeURIComponent(id)}.yaml`, parameters: {} } });
  globalThis.__ftAhead = worker;
})();
