// What was dropped, chosen or pasted: a model, the folder of a run, or a table of times and counts.
export type Dropped =
  | { kind: 'model'; name: string; text: string }
  | { kind: 'run'; name: string; model: string }
  | { kind: 'table'; name: string; rows: [number, number][]; header: string[] }; // milliseconds since 1970 UTC, count

export const modelOfRun = (run: Extract<Dropped, { kind: 'run' }>): string => run.model;

// Minutes of "14:05" or "14:05:30"; null when it is no clock time.
function clock(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) + Number(found[3] ?? 0) / 60 : null;
}

const DAY = Date.UTC(2026, 0, 5);

function timeOf(text: string): number | null {
  const minutes = clock(text.trim());
  if (minutes !== null) return DAY + minutes * 60_000;
  if (/^\d+(\.\d+)?$/.test(text.trim())) {
    const n = Number(text);
    return n > 1e11 ? n : n > 1e9 ? n * 1000 : null;
  }
  const zone = /([zZ]|[+-]\d{2}:?\d{2})$/.test(text.trim()) ? text.trim() : `${text.trim().replace(' ', 'T')}Z`;
  const at = Date.parse(zone);
  return Number.isNaN(at) ? null : at;
}

// Fields of one line; a quoted field may hold the separator.
function fields(line: string, separator: string): string[] {
  const out: string[] = [];
  let field = '';
  let quoted = false;
  for (const c of line) {
    if (c === '"') quoted = !quoted;
    else if (c === separator && !quoted) [field] = [(out.push(field.trim()), '')];
    else field += c;
  }
  out.push(field.trim());
  return out;
}

// The first column that reads as times and the first other one that reads as numbers.
export function readTable(text: string, name: string): Extract<Dropped, { kind: 'table' }> | null {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/).filter((l) => l.trim());
  if (lines.length < 3) return null;
  const separator = [',', ';', '\t'].find((s) => fields(lines[1], s).length > 1);
  if (!separator) return null;
  const all = lines.map((l) => fields(l, separator));
  const isHeader = all[0].every((t) => timeOf(t) === null && (t === '' || Number.isNaN(Number(t))));
  const body = isHeader ? all.slice(1) : all;
  const header = body.length < all.length ? all[0] : [];
  const share = (column: number, good: (t: string) => boolean): number => body.filter((r) => good(r[column] ?? '')).length / body.length;
  const columns = Array.from({ length: body[0].length }, (_, i) => i);
  const time = columns.find((c) => share(c, (t) => timeOf(t) !== null) > 0.95);
  const count = columns.find((c) => c !== time && share(c, (t) => t !== '' && Number.isFinite(Number(t))) > 0.95);
  if (time === undefined || count === undefined) return null;
  const rows = body.map((r): [number, number] => [timeOf(r[time]) ?? NaN, Number(r[count])]).filter(([t, n]) => !Number.isNaN(t) && Number.isFinite(n));
  rows.sort((a, b) => a[0] - b[0]);
  return rows.length < 2 ? null : { kind: 'table', name, rows, header: [header[time] ?? 'time', header[count] ?? 'count'] };
}

export interface Binned {
  start: number;
  binMinutes: number;
  values: number[];
}

// The commonest step between rows is the bin; what falls into one bin adds up, a bin without a row had none.
export function bins(rows: readonly [number, number][]): Binned {
  const steps = new Map<number, number>();
  for (let i = 1; i < rows.length; i++) {
    const minutes = Math.round((rows[i][0] - rows[i - 1][0]) / 60_000);
    if (minutes > 0) steps.set(minutes, (steps.get(minutes) ?? 0) + 1);
  }
  let binMinutes = [...steps].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 1;
  const spanMinutes = (rows[rows.length - 1][0] - rows[0][0]) / 60_000;
  while (spanMinutes / binMinutes > 5000) binMinutes *= 2;
  const start = Math.floor(rows[0][0] / 60_000 / binMinutes) * binMinutes * 60_000;
  const values = new Array<number>(Math.floor((rows[rows.length - 1][0] - start) / 60_000 / binMinutes) + 1).fill(0);
  for (const [t, n] of rows) values[Math.floor((t - start) / 60_000 / binMinutes)] += Math.max(0, n);
  return { start, binMinutes, values };
}

// One queue in front of one service that can do so much in a bin.
export function modelOfTable(binned: Binned, capacity: number, noun: string, promiseMinutes: number): string {
  return `schemaVersion: 1
itemNoun: ${JSON.stringify(noun)}
grid: {bins: ${binned.values.length}, binSize: ${binned.binMinutes}, binUnit: minutes, start: "${new Date(binned.start).toISOString().replace('.000', '')}"}
topology:
  nodes:
    - {id: Service, kind: serviceWithBuffer, semantics: {arrivals: came, served: done, queueDepth: waiting, capacity: can_do, slaMin: ${promiseMinutes}}, initialCondition: {queueDepth: 0}}
  edges: []
nodes:
  - {id: came, kind: const, values: [${binned.values.join(', ')}]}
  - {id: can_do, kind: const, values: [${capacity}]}
  - {id: done, kind: expr, expr: "MIN(can_do, came + SHIFT(waiting, 1))"}
`;
}

const nameless = (text: string, name: string): Dropped => readTable(text, name) ?? { kind: 'model', name, text };

interface Entry {
  isDirectory: boolean;
  name: string;
  getFile?: (path: string, options: object, done: (e: { file: (done: (f: File) => void, failed: (e: unknown) => void) => void }) => void, failed: (e: unknown) => void) => void;
}

// model/model.yaml of a dropped run folder.
function modelIn(folder: Entry): Promise<string> {
  return new Promise((done, failed) => {
    const missing = (): void => failed(new Error('The folder holds no model/model.yaml; a run folder lies below runs/ of the data directory.'));
    folder.getFile?.('model/model.yaml', {}, (entry) => entry.file((file) => void file.text().then(done, missing), missing), missing);
  });
}

export async function readDrop(given: DataTransfer | FileList | string): Promise<Dropped> {
  if (typeof given === 'string') return nameless(given, 'Pasted text');
  if (given instanceof DataTransfer) {
    const entry = given.items?.[0]?.webkitGetAsEntry?.() as Entry | null;
    if (entry?.isDirectory) return { kind: 'run', name: entry.name, model: await modelIn(entry) };
    if (!given.files.length) return nameless(given.getData('text/plain'), 'Dropped text');
  }
  const file = (given instanceof DataTransfer ? given.files : given)[0];
  if (!file) throw new Error('Nothing was dropped that can be read.');
  const text = await file.text();
  if (/\.ya?ml$/i.test(file.name)) return { kind: 'model', name: file.name, text };
  const table = readTable(text, file.name);
  if (table) return table;
  if (/\.(csv|tsv)$/i.test(file.name)) throw new Error(`${file.name} has no column of times beside a column of numbers.`);
  return { kind: 'model', name: file.name, text };
}
