import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Where `vite` and `vite preview` find the server; the built files are served by the server itself.
const server = process.env.FLOWTIME_URL ?? 'http://127.0.0.1:8081';
const proxied = ['/v1', '/api', '/healthz', '/readyz', '/openapi.json', '/metrics'];
const proxy = Object.fromEntries(proxied.map((path) => [path, { target: server, changeOrigin: true }]));

export default defineConfig({
  base: './',
  plugins: [svelte()],
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
