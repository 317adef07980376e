// Kinds of nodes as strokes in a box of 16.
import type { Kind } from '../run_data.ts';

export const KIND_GLYPHS: Record<Kind, string> = {
  service: 'M2.5 4.5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2z',
  serviceWithBuffer: 'M1.5 4v8M4 4v8M6.5 5a1.5 1.5 0 0 1 1.5-1.5h5A1.5 1.5 0 0 1 14.5 5v6a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 11z',
  queue: 'M2 4v8M5 4v8M8 4v8M11 4v8M14 4v8',
  router: 'M8 1.5 14.5 8 8 14.5 1.5 8z',
  sink: 'M2.5 3v8.5a2 2 0 0 0 2 2h7a2 2 0 0 0 2-2V3M5 7.2l3 3 3-3M8 2v8',
  dlq: 'M3 3h10v10H3zM5.5 5.5l5 5M10.5 5.5l-5 5',
  source: 'M4 2.5 13 8l-9 5.5z',
};

export const ICONS = {
  home: 'M3 8.5 9 3l6 5.5M5 7.5V15h8V7.5',
  runs: 'M3 5h12M3 9h12M3 13h12',
  new: 'M9 4v10M4 9h10',
  model: 'M4 3h7l3 3v9H4zM6.5 9h5M6.5 12h5',
  compare: 'M4 4v10M14 4v10M7 6.5h4M7 9h4M7 11.5h4',
  lab: 'M7 3v4.5L3.8 14a1 1 0 0 0 .9 1.5h8.6a1 1 0 0 0 .9-1.5L11 7.5V3M6 3h6M5.5 11h7',
  help: 'M6.8 7a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M9 13.6v.2',
  gear: 'M4 6h10M4 12h10M7 4v4M11 10v4',
  reset: 'M4.5 8a4.5 4.5 0 1 1 1.2 4M4.5 4.5V8H8',
  play: 'M6 4.5 13.5 9 6 13.5z',
} as const;

export type IconName = keyof typeof ICONS;
