// Where the pages of the server find the engine: a worker of its own, and the module as a file beside them.
import module from 'virtual:engine-module';

export const newWorker = (): Worker => new Worker(new URL('../../engine/worker.ts', import.meta.url), { type: 'module' });

export async function moduleBytes(): Promise<ArrayBuffer> {
  const answer = await fetch(new URL(module, document.baseURI));
  if (!answer.ok || !answer.body) throw new Error(`The engine could not be fetched: ${answer.status} ${answer.statusText}.`);
  return unpacked(answer.body);
}

export const unpacked = (packed: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<ArrayBuffer> =>
  new Response(packed.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
