// The engine in the page: what it says of the flagship is what `flowtime run` says.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Engine, EngineProblems } from '../../engine/engine.ts';
import { Near } from '../../engine/near.ts';

const path = (name: string) => new URL(`../../../${name}`, import.meta.url);
const text = (name: string) => readFileSync(path(name), 'utf8');

describe('the engine in the page', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.load(readFileSync(path('ui/engine/flowtime.wasm')));
  });

  test('a template with its defaults: its headline and its series', () => {
    const model = engine.open(text('templates/order-system.yaml'), { kind: 'template' });
    const { verdict, headline, nodes } = model.evaluate();
    expect(verdict).toBe('critical');
    expect(headline).toMatchObject({ kind: 'overload', nodeId: 'Payment' });
    // 60 bins of 84 against 72 from bin 108 on, and some retries: 429.1 at 13:55.
    const depth = model.row('payment_queue');
    expect(depth.indexOf(Math.max(...depth))).toBe(167);
    expect(Math.max(...depth)).toBeCloseTo(429.1, 1);
    const payment = nodes.find(({ id }) => id === 'Payment')!;
    expect(payment.figures.peakQueue.bin).toBe(167);
    expect(payment.states.bin[0]).toBe(0);
    model.close();
  });

  test('what is shared and what is of a class: ids of series that an evaluation gives', () => {
    const model = engine.open(text('templates/shared-database.yaml'), { kind: 'template' });
    const { constraints } = model.evaluate();
    expect(constraints).toEqual([{ id: 'database', verdict: 'critical' }]);
    const [database] = model.described.constraints;
    expect(database.members).toEqual(['Checkout', 'Search', 'Reports']);
    expect(Math.max(...model.row(database.served!))).toBe(900);
    expect(Math.max(...model.row(database.arrivals!))).toBeGreaterThan(900);
    expect(model.described.nodes.every(({ byClass }) => byClass === undefined)).toBe(true);
    model.close();
    const classed = engine.open(text('templates/supply-chain-classes.yaml'), { kind: 'template' });
    classed.evaluate();
    expect(classed.described.classes.map(({ id }) => id)).toContain('Wholesale');
    const factory = classed.described.nodes.find(({ id }) => id === 'Factory')!;
    const parts = Object.values(factory.byClass!).map(({ queue }) => classed.row(queue));
    const total = classed.explain({ node: 'Factory', metric: 'queue' }, 70).value!;
    expect(parts.reduce((sum, part) => sum + part[70], 0)).toBeCloseTo(total, 6);
    const why = classed.explain({ node: 'Factory', metric: 'queue', class: 'Wholesale' }, 70);
    expect(why.seriesId).toBe(factory.byClass!.Wholesale.queue);
    classed.close();
  });

  test('another value of a template: nothing is late', () => {
    const model = engine.open(text('templates/order-system.yaml'), {
      kind: 'template',
      parameters: { paymentCapacity: 84 },
    });
    expect(model.described.template!.parameters.find(({ name }) => name === 'paymentCapacity')!.value).toBe(84);
    expect(model.evaluate().nodes.every(({ figures }) => figures.late === 0)).toBe(true);
    model.close();
  });

  test('a parameter of the model moves without compiling again, and back to the same bits', () => {
    const model = engine.open(text('templates/order-system.yaml'), { kind: 'template' });
    model.evaluate();
    const before = model.rowHash('payment_queue');
    const { id } = model.described.parameters.find(({ scalarOnly }) => !scalarOnly)!;
    model.evaluate({ [id]: 0 });
    expect(model.rowHash('payment_queue')).not.toBe(before);
    model.evaluate();
    expect(model.rowHash('payment_queue')).toBe(before);
    model.close();
  });

  test('why a value is what it is: of a series, of a metric of a node, of values that were tried', () => {
    const model = engine.open(text('templates/order-system.yaml'), { kind: 'template', file: 'order-system.yaml' });
    model.evaluate();
    const why = model.explain('payment_queue', 167);
    expect(why).toMatchObject({ runId: '', seriesId: 'payment_queue', nodeId: 'Payment', bin: 167, residual: 0, definition: { source: { file: 'order-system.yaml' } } });
    expect(why.value).toBe(model.row('payment_queue')[167]);
    expect(why.buildUp).toMatchObject({ peakBin: 167, limits: [{ parameters: ['paymentCapacity'] }] });
    expect(JSON.stringify(why)).not.toContain('href');
    expect(model.explain({ node: 'Payment', metric: 'queue' }, 167).words).toBe(why.words);
    expect(() => model.explain('payment_qeue', 167)).toThrow(/no series 'payment_qeue'/);
    expect(() => model.explain('payment_queue', 999)).toThrow(EngineProblems);
    const { id } = model.described.parameters.find(({ scalarOnly }) => !scalarOnly)!;
    model.evaluate({ [id]: 0 });
    expect(model.explain(id, 167).value).toBe(0);
    model.close();
  });

  test('a step that is made near the page says what the text says that is opened with its values', async () => {
    const source = text('templates/order-system.yaml');
    const options = { kind: 'template' as const, file: 'order-system.yaml' };
    let near: Near | null = null; // null too where the machine has no time for a step just then
    while (near === null) near = await Near.of(engine.compiled, { text: source, options });
    for (const paymentCapacity of [73, 90, 72]) {
      const asked = { ...options, parameters: { paymentCapacity } };
      const said = near.step(source, asked, {}, ['payment_queue'], 4)!;
      const model = engine.open(source, asked);
      expect(said.judged).toBe(model.evaluateText());
      expect(said.described).toEqual(model.described);
      expect([said.block, said.flows, said.rows.payment_queue]).toEqual([model.nodeRows(4), model.edgeRows(4), model.row('payment_queue')]);
      model.close();
    }
    // Another text, and what has to be compiled, is the worker's; what is refused is refused here too.
    expect(near.step(`${source}\n`, options, {}, [], 1)).toBeNull();
    expect(near.step(source, { ...options, parameters: { bins: 24 } }, {}, [], 1)).toBeNull();
    expect(() => near.step(source, { ...options, parameters: { paymentCapacity: -5 } }, {}, [], 1)).toThrow(EngineProblems);
    while (!near.follows({ text: source, options: { ...options, parameters: { bins: 24 } } }));
    expect(near.step(source, { ...options, parameters: { bins: 24, paymentCapacity: 80 } }, {}, ['payment_queue'], 1)!.rows.payment_queue).toHaveLength(24);
  });

  test('a broken text: the problem with its place', () => {
    try {
      engine.open('schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n- {id: a, kind: expr, expr: "b + 1"}\n');
      expect.unreachable();
    } catch (error) {
      const [problem] = (error as EngineProblems).problems;
      expect(problem).toMatchObject({ line: 4 });
      expect(problem.message).toContain('b');
    }
  });

  test('a template value out of its bounds, and a misspelt one', () => {
    for (const parameters of [{ paymentCapacity: -5 }, { paymentCapacty: 80 }]) {
      expect(() => engine.open(text('templates/order-system.yaml'), { kind: 'template', parameters })).toThrow(EngineProblems);
    }
  });

  test('memory is given back when a model is closed', () => {
    const big = `schemaVersion: 1\ngrid: {bins: 100000, binSize: 1, binUnit: minutes}\nnodes:\n- {id: a, kind: expr, expr: "SIN(BIN())"}\n`;
    const once = () => {
      const model = engine.open(big);
      model.evaluate();
      const row = model.row('a');
      model.close();
      return row;
    };
    const first = once();
    const memory = () => (engine as unknown as { module: { memory: WebAssembly.Memory } }).module.memory.buffer.byteLength;
    const size = memory();
    for (let i = 0; i < 50; ++i) expect(once()[99_999]).toBe(first[99_999]);
    expect(memory()).toBe(size);
  });
});
