// A model and its values as a link: deflated, as base64 that an address may hold, in the part that no server is sent.
import type { Fix } from './api/types.ts';
import type { Changes, Subject } from './trial/question.ts';
import { UNCHANGED } from './trial/question.ts';

export interface Shared {
  subject: Subject;
  changes: Changes;
  given: Record<string, unknown>;
  node?: string;
  bin?: number;
  story?: boolean; // it is told step by step
  fix?: Fix; // that the story proposes
}

export const PREFIX = '#w=';
const MOST_BYTES = 8 << 20; // of an unpacked link

export class BadLink extends Error {}

async function through(bytes: Uint8Array<ArrayBuffer>, change: CompressionStream | DecompressionStream, most: number): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(change).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    size += part.value.length;
    if (size > most) throw new BadLink('This link holds more than 8 MB.');
  }
  const all = new Uint8Array(size);
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

export async function packed(shared: Shared): Promise<string> {
  const { subject, changes, given, node, bin } = shared;
  const bytes = new TextEncoder().encode(JSON.stringify({ v: 1, ...subject, changes, given, node, bin }));
  const small = await through(bytes, new CompressionStream('deflate-raw'), Infinity);
  let letters = '';
  for (let i = 0; i < small.length; i += 8192) letters += String.fromCharCode(...small.subarray(i, i + 8192));
  return PREFIX + btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

// Null where the address holds none. Throws BadLink for one that was cut or made by another version.
export async function unpacked(hash: string): Promise<Shared | null> {
  if (!hash.startsWith(PREFIX)) return null;
  let read: unknown;
  try {
    const letters = atob(hash.slice(PREFIX.length).replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = await through(Uint8Array.from(letters, (l) => l.charCodeAt(0)), new DecompressionStream('deflate-raw'), MOST_BYTES);
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof BadLink) throw error;
    throw new BadLink('This link is not whole: a part of it was lost on the way.');
  }
  return sharedOf(read);
}

// Also what `flowtime export-page` writes into a page.
export function sharedOf(read: unknown): Shared {
  const from = (typeof read === 'object' && read !== null ? read : {}) as Record<string, unknown>;
  if (from.v !== 1 || typeof from.text !== 'string') throw new BadLink('This link was made by another version of FlowTime.');
  const word = (name: string, otherwise: string): string => (typeof from[name] === 'string' ? (from[name] as string) : otherwise);
  const changes = (typeof from.changes === 'object' && from.changes !== null ? from.changes : {}) as Partial<Changes>;
  return {
    subject: { title: word('title', 'Model'), kind: from.kind === 'template' ? 'template' : 'model', text: from.text, templateId: word('templateId', ''), file: word('file', 'model.yaml') },
    changes: { ...UNCHANGED, values: wordsOf(changes.values), stretches: Array.isArray(changes.stretches) ? changes.stretches.filter(isStretch) : [], text: typeof changes.text === 'string' ? changes.text : null },
    given: (typeof from.given === 'object' && from.given !== null ? from.given : {}) as Record<string, unknown>,
    node: typeof from.node === 'string' ? from.node : undefined,
    bin: typeof from.bin === 'number' ? from.bin : undefined,
    story: from.story === true,
    fix: isFix(from.fix) ? from.fix : undefined,
  };
}

const wordsOf = (values: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries((values ?? {}) as Record<string, unknown>).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

const isFix = (fix: unknown): fix is Fix => {
  const { parameter, to } = (fix ?? {}) as Record<string, unknown>;
  return typeof parameter === 'string' && typeof to === 'number';
};

const isStretch = (s: unknown): s is Changes['stretches'][number] => {
  const { name, from, to, value } = (s ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && Number.isInteger(from) && Number.isInteger(to) && typeof value === 'number';
};
