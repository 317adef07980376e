// Captures that can be replayed. The server lists none, so that these are known from the runs that were made of them
// and from what was captured in this browser.
import * as api from './api/client.ts';

export interface KnownCapture {
  name: string;
  templateId: string;
  sourceRunId: string | null; // the run that was captured
}

const KEY = 'flowtime.captures';
const MOST_RUNS = 12;
const MOST_KEPT = 40;

function kept(): KnownCapture[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(list) ? (list as KnownCapture[]) : [];
  } catch {
    return [];
  }
}

export function keepCapture(made: KnownCapture): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([made, ...kept().filter((c) => c.name !== made.name)].slice(0, MOST_KEPT)));
  } catch {
    // A browser that keeps nothing learns of it from the run that is made of it.
  }
}

// Each name once; those of this template first, and only those where there are any.
export function ofTemplate(list: readonly KnownCapture[], templateId: string): KnownCapture[] {
  const byName = new Map([...list].reverse().map((c) => [c.name, c]));
  const once = [...byName.values()].reverse();
  const own = once.filter((c) => c.templateId === templateId);
  return own.length ? own : once;
}

export async function knownCaptures(templateId: string): Promise<KnownCapture[]> {
  const page = await api.runs(`?mode=telemetry&pageSize=${MOST_RUNS}`);
  const answers = await Promise.all(page.items.map((item) => api.run(item.runId).catch(() => null)));
  const used = answers.flatMap((run): KnownCapture[] => (run?.telemetry?.capture ? [{ name: run.telemetry.capture, templateId: run.templateId, sourceRunId: run.telemetry.sourceRunId }] : []));
  return ofTemplate([...kept(), ...used], templateId);
}
