// What a build may weigh as gzip sends it: the JavaScript that each page loads (what index.html starts, and the page's
// own file, with all that they import), and the style. Prints and refuses.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const MOST = { js: 120_000, css: 15_000 };
const dist = new URL('../dist/', import.meta.url);
const read = (name) => readFileSync(new URL(name, dist), 'utf8');
const weight = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
const found = (text, pattern) => [...text.matchAll(pattern)].map((match) => `assets/${match[1]}`);

const imports = (file) => found(read(file), /(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g);
const pagesOf = (file) => found(read(file), /\bimport\(\s*["'`]\.\/([\w.-]+\.js)["'`]/g);

function withImports(files, all = new Set()) {
  for (const file of files) {
    if (all.has(file)) continue;
    all.add(file);
    withImports(imports(file), all);
  }
  return all;
}

const index = read('index.html');
const first = withImports(found(index, /\b(?:src|href)="\.\/assets\/([\w.-]+\.js)"/g));
const pages = [...first].flatMap(pagesOf);
const sum = (files) => [...files].reduce((total, file) => total + weight(file), 0);
const rows = pages.map((page) => [page.replace(/^assets\/(\w+).*/, '$1'), sum(withImports([page], new Set(first))), MOST.js]);
rows.push(['style', sum(found(index, /href="\.\/assets\/([\w.-]+\.css)"/g)), MOST.css]);

let failed = false;
for (const [name, bytes, most] of rows.sort((a, b) => b[1] - a[1])) {
  console.log(`${name}: ${bytes} bytes of ${most} (gzip)`);
  failed ||= bytes > most;
}
if (!rows.some(([name, bytes]) => name === 'Run' && bytes > 10_000) || rows.length < 8) {
  console.error('the pages were not found in dist/index.html and what it loads');
  failed = true;
}
if (failed) process.exit(1);
