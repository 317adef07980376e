// Where a page that is one file finds the engine: the worker's text is part of it, and so is the module, as base64
// of its gzip; in a copy of the built pages it is the file beside them.
import { unpacked, type EngineModule } from '../../engine/index.ts';
import EngineWorker from '../../engine/worker.ts?worker&inline';
import module from 'virtual:engine-module';

export const newWorker = (): Worker => new EngineWorker();

export function newModule(): EngineModule {
  const inside = document.getElementById('ft-module')?.textContent?.trim() ?? '';
  return inside ? { bytes: () => unpacked(new Blob([bytesOf(inside)]).stream()) } : { address: new URL(module, document.baseURI).href };
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
