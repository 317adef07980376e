// Captures that can be replayed, as the server lists them. One that it cannot read is not offered: it says why when its
// name is typed.
import * as api from './api/client.ts';
import type { ListedCapture } from './api/types.ts';

export interface KnownCapture {
  name: string;
  templateId: string;
  sourceRunId: string | null; // the run that was captured
}

export const readable = (list: readonly ListedCapture[]): KnownCapture[] =>
  list.filter((c) => c.problem === null).map((c) => ({ name: c.name, templateId: c.templateId ?? '', sourceRunId: c.sourceRunId ?? null }));

// Each name once; those of this template first, and only those where there are any.
export function ofTemplate(list: readonly KnownCapture[], templateId: string): KnownCapture[] {
  const byName = new Map([...list].reverse().map((c) => [c.name, c]));
  const once = [...byName.values()].reverse();
  const own = once.filter((c) => c.templateId === templateId);
  return own.length ? own : once;
}

export const knownCaptures = async (templateId: string): Promise<KnownCapture[]> => ofTemplate(readable((await api.captures()).captures), templateId);
