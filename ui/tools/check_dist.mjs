// What a build may weigh: JavaScript 140 kB and CSS 15 kB, both as gzip sends them. Prints and refuses.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const folder = new URL('../dist/assets/', import.meta.url);
const size = (end) =>
  readdirSync(folder).filter((name) => name.endsWith(end)).reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder)), { level: 9 }).length, 0);
const limits = { '.js': 140_000, '.css': 15_000 };
let failed = false;
for (const [end, most] of Object.entries(limits)) {
  const found = size(end);
  console.log(`${end} ${found} bytes of ${most} (gzip)`);
  failed ||= found > most;
}
if (failed) process.exit(1);
