// Whether a stored run has the bits that this page computed: series by series, by their SHA-256.
import * as api from './api/client.ts';

export interface SameBits {
  runId: string;
  series: { id: string; page: string; run: string }[]; // of both
  differ: string[];
  missing: string[]; // of the run, not computed here
}

// `hashes`: of the page, by id of a series.
export async function sameBits(runId: string, hashes: Record<string, string>): Promise<SameBits> {
  const { series } = await api.index(runId);
  const known = series.filter((s) => s.hash && hashes[s.bareId]);
  return {
    runId,
    series: known.map((s) => ({ id: s.bareId, page: hashes[s.bareId], run: s.hash! })),
    differ: known.filter((s) => s.hash !== hashes[s.bareId]).map((s) => s.bareId),
    missing: series.filter((s) => !hashes[s.bareId]).map((s) => s.bareId),
  };
}
