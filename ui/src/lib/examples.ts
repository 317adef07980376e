// The order of examples, the same wherever they are listed.
import type { RunItem, TemplateSummary } from './api/types.ts';
import { verdictCode } from './run_data.ts';

// Each shows another way to be late; the web shop is the tour.
const SHOWN_FIRST = ['order-system', 'retry-storm', 'it-microservices', 'support-centre', 'supply-chain', 'network-reliability', 'incident-workflow', 'manufacturing-line', 'transit-hub', 'warehouse-waves', 'shared-database', 'document-pipeline'];

// The web shop, then those whose runs tell most, then those that show most.
export function inOrder(list: readonly TemplateSummary[], runs: readonly RunItem[]): TemplateSummary[] {
  const weight = (t: TemplateSummary): number => {
    const r = runs.find((i) => i.templateId === t.id);
    return t.id === SHOWN_FIRST[0] ? Infinity : verdictCode(t.verdict ?? r?.verdict) * 1e9 + ((t.headline ?? r?.headline)?.harmed ?? 0);
  };
  const place = (t: TemplateSummary): number => (SHOWN_FIRST.includes(t.id) ? SHOWN_FIRST.indexOf(t.id) : SHOWN_FIRST.length);
  return [...list].sort((a, b) => (weight(b) === weight(a) ? place(a) - place(b) : weight(b) - weight(a)));
}

// Beside the first look: what else can go wrong with a flow, each in another way.
const STORIES = ['retry-storm', 'it-microservices', 'support-centre', 'supply-chain', 'incident-workflow'];
export const otherStories = (list: readonly TemplateSummary[]): TemplateSummary[] =>
  [...STORIES.flatMap((id) => list.filter((t) => t.id === id)), ...list.filter((t) => t.id !== SHOWN_FIRST[0] && !STORIES.includes(t.id))].slice(0, STORIES.length);
