// The types of the server's answers, from its own /openapi.json: src/lib/api/schema.ts.
//   node tools/openapi.mjs [--check]      FLOWTIME_BIN names the program
// With --check nothing is written; a difference ends it with 1.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import openapi, { astToString } from 'openapi-typescript';

import { startProgram } from '../tests/support/program.mjs';

const FILE = fileURLToPath(new URL('../src/lib/api/schema.ts', import.meta.url));
const HEAD = "// Made from the server's /openapi.json by tools/openapi.mjs; a test holds it equal. Not written by hand.\n";

const folder = mkdtempSync(join(tmpdir(), 'flowtime-openapi-'));
const program = await startProgram(folder);
let made;
try {
  const document = await (await fetch(`${program.url}/openapi.json`)).json();
  made = HEAD + astToString(await openapi(document, { alphabetize: true, silent: true }));
} finally {
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
}

if (!process.argv.includes('--check')) writeFileSync(FILE, made);
else if (readFileSync(FILE, 'utf8') !== made) {
  console.error('src/lib/api/schema.ts is not what /openapi.json says: run (cd ui && npm run client) and look at what changed');
  process.exit(1);
}
