// TypeScript of the pages for a test in Node: bundled into one module, imported, thrown away.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../', import.meta.url));

// `lines`: exports, with paths from ui/, such as `export { assemble } from './src/lib/run_data.ts';`
export async function bundled(lines) {
  const folder = mkdtempSync(join(tmpdir(), 'flowtime-bundle-'));
  try {
    const entry = `virtual-entry-${Date.now()}.ts`;
    const made = await rolldown({
      input: entry,
      cwd: root,
      plugins: [{
        name: 'entry',
        resolveId: (id, from) => (id === entry ? join(root, entry) : from === join(root, entry) && id.startsWith('.') ? join(root, id) : undefined),
        load: (id) => (id === join(root, entry) ? lines : undefined),
      }],
    });
    const file = join(folder, 'all.mjs');
    await made.write({ file, format: 'esm' });
    await made.close();
    return await import(pathToFileURL(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
