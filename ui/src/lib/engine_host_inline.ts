// Where a page that is one file finds the engine: the worker's text is part of it, and so is the module, as base64
// of its gzip; in a copy of the built pages it is the file beside them.
import EngineWorker from '../../engine/worker.ts?worker&inline';
import module from 'virtual:engine-module';

export const newWorker = (): Worker => new EngineWorker();

export async function moduleBytes(): Promise<ArrayBuffer> {
  const inside = document.getElementById('ft-module')?.textContent?.trim() ?? '';
  if (inside) return unpacked(new Blob([bytesOf(inside)]).stream());
  const answer = await fetch(new URL(module, document.baseURI));
  if (!answer.ok || !answer.body) throw new Error(`The engine could not be fetched: ${answer.status} ${answer.statusText}.`);
  return unpacked(answer.body);
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

const unpacked = (packed: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<ArrayBuffer> =>
  new Response(packed.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
