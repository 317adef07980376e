// TypeScript of the pages for a test: bundled into one module, and imported by Node or given to a browser as text.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../', import.meta.url));

// `lines`: exports, with paths from ui/, such as `export { assemble } from './src/lib/run_data.ts';`. As a script they
// are the members of the global `name`.
export async function bundledText(lines, name = '') {
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
  const { output } = await made.generate(name ? { format: 'iife', name } : { format: 'esm' });
  await made.close();
  return output[0].code;
}

export async function bundled(lines) {
  const text = await bundledText(lines);
  const folder = mkdtempSync(join(tmpdir(), 'flowtime-bundle-'));
  try {
    const file = join(folder, 'all.mjs');
    writeFileSync(file, text);
    return await import(pathToFileURL(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
