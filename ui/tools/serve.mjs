// The built pages in front of a running server, as the server itself will serve them: files of dist/,
// index.html for the pages' addresses, everything else passed on.
//   node tools/serve.mjs PORT http://127.0.0.1:8081
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.gz': 'application/gzip' };
const CSP = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
const OWN_POLICY = /\/what-if\.html$/; // inside the page
const API = /^\/(v1|api|healthz|readyz|metrics|openapi|sign-in)\b/;

function file(res, path) {
  const headers = { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' };
  if (!path.includes('/assets/') && !OWN_POLICY.test(path)) headers['Content-Security-Policy'] = CSP;
  headers['Cache-Control'] = path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  res.writeHead(200, headers);
  createReadStream(path).pipe(res);
}

function pass(req, res, target) {
  const to = new URL(req.url, target);
  const out = request(to, { method: req.method, headers: { ...req.headers, host: to.host } }, (answer) => {
    res.writeHead(answer.statusCode, answer.headers);
    answer.on('error', () => res.destroy()); // the server ended in the middle of it
    answer.pipe(res);
  });
  out.on('error', () => res.destroy());
  res.on('close', () => out.destroy());
  req.pipe(out);
}

export function serve(port, target, dist = DIST) {
  const server = createServer((req, res) => {
    const { pathname } = new URL(req.url, 'http://x');
    if (API.test(pathname)) return pass(req, res, target);
    const path = join(dist, normalize(decodeURIComponent(pathname)));
    if (path.startsWith(dist) && existsSync(path) && statSync(path).isFile()) return file(res, path);
    return file(res, join(dist, 'index.html'));
  });
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [port = '8080', target = 'http://127.0.0.1:8081'] = process.argv.slice(2);
  await serve(Number(port), target);
  console.log(`http://127.0.0.1:${port} in front of ${target}`);
}
