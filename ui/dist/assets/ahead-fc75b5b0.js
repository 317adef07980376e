(() => {
  const root = new URL(document.baseURI);
  const [head, id = 'order-system'] = location.pathname.slice(root.pathname.length).split('/').filter(Boolean);
  if ('__ftAhead' in globalThis || (head !== 'models' && head !== 'w') || typeof WebAssembly !== 'object' || typeof DecompressionStream !== 'function') return;
  const of = (path) => new URL(path, root).href;
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = of('assets/Model-2yU8EjCS.js');
  document.head.append(link);
  const worker = new Worker(of('assets/worker-B7TKBIa-.js'), { type: 'module' });
  worker.postMessage({ id: 0, call: 'load', address: of('assets/flowtime-5bf98576.wasm.gz') });
  if (head === 'models') worker.postMessage({ id: 0, call: 'ahead', source: of(`api/v1/templates/${id}/source`), options: { kind: 'template', file: `${decodeURIComponent(id)}.yaml`, parameters: {} } });
  globalThis.__ftAhead = worker;
})();
