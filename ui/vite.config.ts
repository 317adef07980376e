import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite';

// Where `vite` and `vite preview` find the server; the built files are served by the server itself.
const server = process.env.FLOWTIME_URL ?? 'http://127.0.0.1:8081';
const proxied = ['/v1', '/api', '/healthz', '/readyz', '/openapi.json', '/metrics'];
const proxy = Object.fromEntries(proxied.map((path) => [path, { target: server, changeOrigin: true }]));

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const sha256 = (bytes: string | Uint8Array, as: 'hex' | 'base64'): string => createHash('sha256').update(bytes).digest(as);

const moduleFile = (module = readFileSync(here('./engine/flowtime.wasm'))): string => `assets/flowtime-${sha256(module, 'hex').slice(0, 8)}.wasm.gz`;

// The engine's module, packed, under a name that says which it is. `virtual:engine-module` is its address.
function engineModule(): Plugin {
  const module = readFileSync(here('./engine/flowtime.wasm'));
  const fileName = moduleFile(module);
  let building = false;
  return {
    name: 'engine-module',
    configResolved: (config) => void (building = config.command === 'build'),
    resolveId: (id) => (id === 'virtual:engine-module' ? `\0${id}` : undefined),
    load: (id) => (id === '\0virtual:engine-module' ? `export default ${JSON.stringify(fileName)};` : undefined),
    configureServer: ({ middlewares }) => void middlewares.use(`/${fileName}`, (_, answer) => void answer.end(gzipSync(module))),
    generateBundle() {
      if (building) this.emitFile({ type: 'asset', fileName, source: gzipSync(module, { level: 9 }) });
    },
  };
}

// A script of a few lines, beside the pages' own: where an address is that of a model, the engine's worker starts with it,
// fetches the module and opens the template while the pages are still on their way. `src/lib/engine_host.ts` takes it over.
function ahead(): Plugin {
  let fileName = '';
  return {
    name: 'ahead',
    apply: 'build',
    enforce: 'pre',
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const worker = files.find((f) => /^assets\/worker-[\w-]+\.js$/.test(f.fileName))?.fileName;
      const model = files.find((f) => f.type === 'chunk' && f.facadeModuleId?.endsWith('/pages/Model.svelte'))?.fileName;
      if (!worker || !model) return this.error('the worker or the page of a model was not found');
      const text = readFileSync(here('./src/ahead.js'), 'utf8').replace(/^\/\/.*\n/gm, '').replace('%WORKER%', worker).replace('%MODEL%', model).replace('%MODULE%', moduleFile());
      fileName = `assets/ahead-${sha256(text, 'hex').slice(0, 8)}.js`;
      this.emitFile({ type: 'asset', fileName, source: text });
    },
    transformIndexHtml: { order: 'post', handler: () => [{ tag: 'script', attrs: { async: true, src: `./${fileName}` }, injectTo: 'head' }] },
  };
}

const common = (host: string): InlineConfig => ({
  base: './',
  configFile: false,
  resolve: { alias: { '#engine-host': here(host) } },
  build: { target: 'es2022', modulePreload: { polyfill: false }, reportCompressedSize: false },
  worker: { format: 'es' },
});

// what-if.html: one file without a server. Its only script and its only style are inside, and its policy names them
// by their hashes; `flowtime export-page` puts the module and a model into it.
function oneFile(): Plugin {
  let building = false;
  return {
    name: 'one-file',
    configResolved: (config) => void (building = config.command === 'build'),
    async generateBundle() {
      if (!building) return;
      const base = common('./src/lib/engine_host_inline.ts');
      const made = await build({
        ...base, logLevel: 'warn', plugins: [svelte(), engineModule()], worker: { format: 'iife' },
        build: { ...base.build, write: false, assetsInlineLimit: 1 << 20, cssCodeSplit: false, rollupOptions: { input: here('./src/alone.ts'), output: { format: 'iife', name: 'flowtime' } } },
      });
      const { output } = (Array.isArray(made) ? made[0] : made) as { output: { type: string; fileName: string; code?: string; source?: string | Uint8Array }[] };
      const script = output.find((o) => o.type === 'chunk')?.code ?? '';
      const style = String(output.find((o) => o.fileName.endsWith('.css'))?.source ?? '');
      this.emitFile({ type: 'asset', fileName: 'what-if.html', source: page(script.replaceAll('</script', '<\\/script').trim(), style.trim()) });
    },
  };
}

function page(script: string, style: string): string {
  const policy = [
    "default-src 'none'", `script-src 'sha256-${sha256(script, 'base64')}' 'wasm-unsafe-eval'`, `style-src 'sha256-${sha256(style, 'base64')}'`,
    "font-src data:", "img-src data:", "worker-src blob:", "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
  ].join('; ');
  return readFileSync(here('./what-if.html'), 'utf8').replace('%POLICY%', policy).replace('%STYLE%', () => style).replace('%SCRIPT%', () => script);
}

const pages = common('./src/lib/engine_host.ts');

export default defineConfig({
  base: pages.base,
  resolve: pages.resolve,
  worker: pages.worker,
  plugins: [svelte(), engineModule(), ahead(), oneFile()],
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  // One file of what pages share, one of each page, one style.
  build: { ...pages.build, assetsInlineLimit: 0, cssCodeSplit: false, rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } } } },
});
