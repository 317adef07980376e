// The engine in workers, as the page has it: a sweep over them, and a client that is cancelled. The workers are
// threads of Node that run the worker's own text.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker as Thread } from 'node:worker_threads';
import { rolldown } from 'rolldown';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EngineClient, EngineTimeout, type ClientOptions } from '../../engine/client.ts';
import { Engine, EngineProblems, splitBlock, splitRows } from '../../engine/engine.ts';
import { sweep, type SweepPoint } from '../../engine/sweep.ts';
import type { Described, OpenOptions } from '../../engine/types.ts';
import { evaluateAll, workersFor } from '../../src/lib/lab_sweep.ts';
import { pageData, rowsOf, stepOf } from '../../src/lib/page_data.ts';

const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const MODULE = readFileSync(path('ui/engine/flowtime.wasm'));
const TEXT = readFileSync(path('templates/order-system.yaml'), 'utf8');
const OPEN: OpenOptions = { kind: 'template', file: 'order-system.yaml' };
const POINTS: SweepPoint[] = [60, 66, 72, 76, 84, 96].map((paymentCapacity) => ({ parameters: { paymentCapacity } }));
// What a thread of Node lacks of a browser's worker.
const SELF = `const { parentPort } = require('node:worker_threads');
  globalThis.self = { postMessage: (data, { transfer } = {}) => parentPort.postMessage(data, transfer), set onmessage(take) { parentPort.on('message', (data) => take({ data })); } };`;

vi.setConfig({ testTimeout: 30_000 }); // each worker compiles the module

let source = '';
let engine: Engine;
let started = 0;
const alive = new Set<Thread>();

class ThreadWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  private readonly thread = new Thread(SELF + source, { eval: true });
  constructor() {
    started++;
    alive.add(this.thread);
    this.thread.on('message', (data) => alive.has(this.thread) && this.onmessage?.({ data }));
    this.thread.on('error', (error) => this.onerror?.({ message: String(error) }));
  }
  postMessage(data: unknown): void {
    this.thread.postMessage(data);
  }
  terminate(): void {
    alive.delete(this.thread);
    void this.thread.terminate();
  }
}
const options: ClientOptions = {
  worker: () => new ThreadWorker() as unknown as Worker,
  bytes: async () => MODULE.buffer.slice(MODULE.byteOffset, MODULE.byteOffset + MODULE.length) as ArrayBuffer,
};

beforeAll(async () => {
  const made = await rolldown({ input: path('ui/engine/worker.ts') });
  source = (await made.generate({ format: 'iife' })).output[0].code;
  await made.close();
  engine = await Engine.load(MODULE);
}, 30_000);
afterEach(() => {
  expect(alive.size).toBe(0);
  started = 0;
});

// The same by an engine without a worker.
function single(text: string, open: OpenOptions, { parameters = {}, overrides = {} }: SweepPoint, rows: string[], binsPerPoint: number) {
  const model = engine.open(text, { ...open, parameters: { ...open.parameters, ...parameters } });
  const judged = model.evaluate(overrides);
  const points = binsPerPoint ? Math.ceil(model.described.grid.bins / binsPerPoint) : 0;
  const said = {
    described: model.described, judged, rows: Object.fromEntries(rows.map((id) => [id, model.row(id)])), binsPerPoint,
    nodes: binsPerPoint ? splitRows(model.nodeRows(binsPerPoint), points) : [], edges: binsPerPoint ? splitBlock(model.edgeRows(binsPerPoint), points) : [],
  };
  model.close();
  return said;
}
const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';
const failureOf = (promise: Promise<unknown>) => promise.then(() => expect.unreachable(), (error: unknown) => error);

describe('a sweep over workers', () => {
  for (const workers of [1, 2, 4]) {
    test(`${workers} of them: every point is what a single evaluation is`, async () => {
      const seen: number[] = [];
      const all = await sweep(TEXT, OPEN, POINTS, { ...options, workers, rows: () => ['payment_queue'], binsPerPoint: () => 4, onPoint: (_, place) => seen.push(place) });
      for (const [i, { milliseconds, ...said }] of all.entries()) {
        expect(milliseconds).toBeGreaterThan(0);
        expect(said).toEqual(single(TEXT, OPEN, POINTS[i], ['payment_queue'], 4));
      }
      expect(seen.sort()).toEqual([...POINTS.keys()]);
      expect(started).toBe(workers);
    });
  }

  test('parameters of a model, and a template whose values change its grid', async () => {
    const open = { kind: 'template' as const };
    const { id } = (await sweep(TEXT, open, [{}], options))[0].described.parameters.find(({ scalarOnly }) => !scalarOnly)!;
    const points: SweepPoint[] = [{}, { overrides: { [id]: 0 } }, { parameters: { bins: 24 } }, {}];
    const all = await sweep(TEXT, open, points, { ...options, binsPerPoint: ({ grid }) => (grid.bins > 24 ? 4 : 1), rows: () => ['payment_queue'] });
    for (const [i, { milliseconds: _, ...said }] of all.entries()) expect(said).toEqual(single(TEXT, open, points[i], ['payment_queue'], i === 2 ? 1 : 4));
    expect(all[3].judged).toEqual(all[0].judged);
  });

  test('no more workers than points, and none for none', async () => {
    expect(await sweep(TEXT, OPEN, [], options)).toEqual([]);
    expect(started).toBe(0);
    await sweep(TEXT, OPEN, POINTS.slice(0, 1), { ...options, workers: 4 });
    expect(started).toBe(1);
  });

  test('aborted while it computes: it says so, its workers end and no other is started', async () => {
    const stop = new AbortController();
    const error = await failureOf(sweep(TEXT, OPEN, POINTS, { ...options, signal: stop.signal, onPoint: () => stop.abort() }));
    expect(isAbort(error)).toBe(true);
    expect(alive.size).toBe(0);
    await new Promise((next) => setTimeout(next, 50));
    expect(started).toBe(2);
  });

  test('aborted while its workers load, and before it began', async () => {
    const stop = new AbortController();
    const wanted = failureOf(sweep(TEXT, OPEN, POINTS, { ...options, signal: stop.signal }));
    stop.abort();
    expect(isAbort(await wanted)).toBe(true);
    expect(started).toBe(2);
    expect(isAbort(await failureOf(sweep(TEXT, OPEN, POINTS, { ...options, signal: stop.signal })))).toBe(true);
    expect(started).toBe(2);
  });

  test('a point that is refused ends it with what is wrong', async () => {
    const error = await failureOf(sweep(TEXT, OPEN, [POINTS[0], { parameters: { paymentCapacity: -5 } }, ...POINTS], options));
    expect(error).toBeInstanceOf(EngineProblems);
    expect((error as Error).message).toContain('paymentCapacity');
    await new Promise((next) => setTimeout(next, 50));
    expect(started).toBe(2);
  });
});

describe('a client', () => {
  test('that is cancelled rejects what it was asked, ends its worker and goes on with another one', async () => {
    const client = new EngineClient(options);
    await client.open(TEXT, OPEN);
    const asked = failureOf(client.evaluate());
    client.cancel();
    expect(isAbort(await asked)).toBe(true);
    expect([alive.size, client.isIdle]).toEqual([0, true]);
    const { judged } = await client.evaluate();
    expect(judged).toEqual(single(TEXT, OPEN, {}, [], 0).judged);
    expect([started, alive.size]).toEqual([2, 1]);
    client.close();
  });

  test('that is closed while its worker loads', async () => {
    const client = new EngineClient(options);
    const asked = failureOf(client.open(TEXT, OPEN));
    client.close();
    expect(isAbort(await asked)).toBe(true);
    expect(client.isIdle).toBe(true);
  });

  test('whose call takes too long ends its worker', async () => {
    const client = new EngineClient({ ...options, milliseconds: 1 });
    const long = 'schemaVersion: 1\ngrid: {bins: 500000, binSize: 1, binUnit: minutes}\nnodes:\n- {id: a, kind: expr, expr: "SIN(BIN())"}\n';
    expect(await failureOf(client.open(long).then(() => client.evaluate()))).toBeInstanceOf(EngineTimeout);
    expect(client.isIdle).toBe(true);
  });
});

describe('the points of a study in Lab', () => {
  test('have a worker for each core, four at most, and fewer where each of them is large', () => {
    const model = (series: number, bins: number) => ({ series: Array.from({ length: series }), grid: { bins } }) as unknown as Described;
    expect([1, 2, 4, 16].map((cores) => workersFor(model(40, 288), cores))).toEqual([1, 2, 4, 4]);
    expect(workersFor(model(3000, 1000), 4)).toBe(2);
    expect(workersFor(model(30_000, 1000), 4)).toBe(1);
  });

  test('are drawn as single evaluations are, in the order in which they are wanted', async () => {
    const heard: number[] = [];
    const wanted = POINTS.map(({ parameters }) => parameters!);
    const all = await evaluateAll({ templateId: 'order-system', text: TEXT }, wanted, (_, place) => heard.push(place), { ...options, workers: 2 });
    for (const [i, { evaluateMs: _, ...data }] of all.entries()) {
      const { described } = single(TEXT, OPEN, POINTS[i], [], 0);
      const said = { ...single(TEXT, OPEN, POINTS[i], rowsOf(described), stepOf(described)), milliseconds: 0 };
      const { evaluateMs: __, ...expected } = pageData({ id: 'order-system', title: described.template!.title }, described, said);
      expect(data).toEqual(expected);
    }
    expect(heard.sort()).toEqual([...wanted.keys()]);
  });
});
