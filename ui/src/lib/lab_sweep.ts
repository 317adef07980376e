// The points of a study, each the run that the template gives with its values: evaluated in workers of this page.
import { sweep, type Described, type SweepOptions } from '../../engine/index.ts';
import { pageData, rowsOf, stepOf } from './page_data.ts';
import type { RunData } from './run_data.ts';

const MOST_WORKERS = 4;
const MOST_VALUES = 8_000_000; // of all workers together: 64 MB of series

// As many as the machine computes at once, and as a page has memory for: each of them holds the model.
export const workersFor = ({ series, grid }: Described, cores: number): number =>
  Math.max(1, Math.min(MOST_WORKERS, cores, Math.floor(MOST_VALUES / (series.length * grid.bins))));

export async function evaluateAll(
  { templateId, text }: { templateId: string; text: string }, points: readonly Record<string, unknown>[],
  seen: (data: RunData, place: number) => void, options: Omit<SweepOptions, 'rows' | 'binsPerPoint' | 'onPoint'>,
): Promise<RunData[]> {
  const made: RunData[] = new Array(points.length);
  await sweep(text, { kind: 'template', file: `${templateId}.yaml` }, points.map((parameters) => ({ parameters })), {
    ...options, rows: rowsOf, binsPerPoint: stepOf,
    onPoint: ({ described, ...said }, place) => {
      made[place] = pageData({ id: templateId, title: described.template?.title || templateId }, described, said);
      seen(made[place], place);
    },
  });
  return made;
}
