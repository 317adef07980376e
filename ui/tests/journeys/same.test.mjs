// The page and the server are one engine: for every template with a few random values the page draws what a preview of
// the server draws, refuses what it refuses, and in Chromium gives the hashes of the run that the server stores.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { bundled, bundledText } from '../support/bundled.mjs';
import { openStage } from '../support/stage.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MODULE = readFileSync(join(ROOT, 'ui/engine/flowtime.wasm'));
const VALUES = process.env.FT_LONG ? 20 : 3; // random values of each template, beside its defaults
const templates = readdirSync(join(ROOT, 'templates')).filter((name) => name.endsWith('.yaml')).sort()
  .map((name) => ({ id: basename(name, '.yaml'), text: readFileSync(join(ROOT, 'templates', name), 'utf8') }));

let stage;
let pages;
before(async () => {
  stage = await openStage();
  pages = await bundled(`
    export { Engine, EngineProblems, splitBlock, splitRows } from './engine/engine.ts';
    export { NODE_ROWS } from './engine/types.ts';
    export { pageData, rowsOf, stepOf } from './src/lib/page_data.ts';
    export { assemble } from './src/lib/run_data.ts';`);
});
after(() => stage?.close());

// Numbers in [0, 1) that are the same every time.
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Half of the numbers of a template, each between 60 and 150 % of its default and inside its bounds.
function someValues(parameters, next) {
  const chosen = parameters.filter((p) => typeof p.default === 'number' && !/^(bins|binSize)$/.test(p.name) && next() < 0.5);
  return Object.fromEntries(chosen.map((p) => {
    const value = Math.min(p.max ?? Infinity, Math.max(p.min ?? -Infinity, p.default * (0.6 + 0.9 * next())));
    return [p.name, p.type === 'integer' ? Math.round(value) : value];
  }));
}

function questions({ id, text }, engine) {
  const model = engine.open(text, { kind: 'template' });
  const { parameters } = model.described.template;
  model.close();
  const next = random(id.length * 7919 + id.charCodeAt(0));
  return [{}, ...Array.from({ length: VALUES }, () => someValues(parameters, next))];
}

const post = async (path, body) => {
  const answer = await fetch(stage.api + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  return { ok: answer.ok, said: await answer.json() };
};

// What the page of a trial draws, without a worker.
function inPage(engine, { id, text }, parameters) {
  const model = engine.open(text, { kind: 'template', file: `${id}.yaml`, parameters });
  const { described } = model;
  const judged = model.evaluate();
  const step = pages.stepOf(described);
  const points = Math.ceil(described.grid.bins / step);
  const rows = Object.fromEntries(pages.rowsOf(described).map((name) => [name, model.row(name)]));
  const said = { judged, rows, nodes: pages.splitRows(model.nodeRows(step), points), edges: pages.splitBlock(model.edgeRows(step), points), binsPerPoint: step, milliseconds: 0 };
  model.close();
  return pages.pageData({ id, title: described.template.title }, described, said);
}

const list = (values) => (values && Array.from(values).some((v) => v === v && v !== null) ? Array.from(values, (v) => (v === v ? v : null)) : null);
const drawnNode = (node) => ({
  ...Object.fromEntries(['id', 'label', 'kindWord', 'group', 'promise', 'promised', 'layer', 'loadWord', 'restWord', 'rests', 'pile', 'verdict', 'figures', 'aliases'].map((name) => [name, node[name]])),
  load: list(node.load), wait: list(node.wait), ratio: list(node.ratio), verdicts: list(node.verdicts), states: node.states,
  series: Object.fromEntries(pages.NODE_ROWS.map((name) => [name, list(node.series[name])])),
});
const drawn = (run) => ({
  ...Object.fromEntries(['title', 'templateId', 'grid', 'points', 'binsPerPoint', 'noun', 'per', 'verdict', 'headline', 'findings', 'judged', 'topology'].map((name) => [name, run[name]])),
  nodes: run.nodes.map(drawnNode),
  edges: run.edges.map((edge) => ({ id: edge.id, from: edge.from, to: edge.to, type: edge.type, multiplier: edge.multiplier, flow: list(edge.flow) })),
});
// What the checks found: an answer of the server also lists what the judgement says, and expectations, which a page has not.
const found = (warnings) => warnings.filter(({ code }) => !/^(health|expectation)_/.test(code)).map(({ code, message, severity, nodeId }) => ({ code, message, severity, nodeId: nodeId || null }));

test('every template: what the page draws is what a preview of the server draws', { timeout: 600_000 }, async () => {
  assert.equal(templates.length, 13);
  const engine = await pages.Engine.load(MODULE);
  let compared = 0;
  for (const template of templates) {
    for (const parameters of questions(template, engine)) {
      const where = `${template.id} ${JSON.stringify(parameters)}`;
      const { ok, said } = await post('/v1/preview', { templateId: template.id, parameters });
      if (!ok) {
        assert.throws(() => inPage(engine, template, parameters), pages.EngineProblems, where);
        continue;
      }
      const run = inPage(engine, template, parameters);
      assert.deepEqual(found(run.warnings), found(said.run.warnings), `${where}: checks`);
      const [page, server] = [drawn(run), drawn(pages.assemble(said.bundle, said.layout, said.window))];
      for (const name of Object.keys(server)) assert.deepEqual(page[name], server[name], `${where}: ${name}`);
      compared++;
    }
  }
  assert.ok(compared > templates.length * VALUES, `${compared} were compared`);
  console.log(`# ${compared} previews of ${templates.length} templates are drawn alike`);
});

test('what the server refuses the page refuses, for the same reason and at the same place', async () => {
  const engine = await pages.Engine.load(MODULE);
  const told = ({ code, message, remedy }) => ({ code, message, remedy });
  let refused = 0;
  for (const { id, text } of templates) {
    const model = engine.open(text, { kind: 'template' });
    const numbers = model.described.template.parameters.filter((p) => typeof p.default === 'number');
    model.close();
    const wrong = [{ noSuchInput: 1 }, ...numbers.slice(0, 3).flatMap((p) => [{ [p.name]: 'much' }, { [p.name]: (p.max ?? 1e15) * 10 }, { [p.name]: -1e9 }])];
    for (const parameters of wrong) {
      const { ok, said } = await post('/v1/preview', { templateId: id, parameters });
      const where = `${id} ${JSON.stringify(parameters)}`;
      try {
        engine.open(text, { kind: 'template', file: `${id}.yaml`, parameters }).close();
        assert.ok(ok, `${where}: the server says ${JSON.stringify(said.errors)}`);
      } catch (error) {
        if (!(error instanceof pages.EngineProblems)) throw error;
        assert.ok(!ok, `${where}: the page says ${error.message}`);
        assert.deepEqual(error.problems.map(told), said.errors.map(told), where);
        refused++;
      }
    }
  }
  assert.ok(refused > 3 * templates.length, `${refused} were refused`);
});

// In the page: the client of the pages, with its worker.
function startClient([worker, module]) {
  const address = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
  const bytes = Uint8Array.from(atob(module), (letter) => letter.charCodeAt(0)).buffer;
  globalThis.client = new globalThis.flowtime.EngineClient({ worker: () => new Worker(address), bytes: async () => bytes });
}
async function hashesInPage([text, parameters]) {
  await globalThis.client.open(text, { kind: 'template', parameters });
  await globalThis.client.evaluate();
  return globalThis.client.hashes();
}

test('every template in Chromium: the hashes of the run that the server stores', { timeout: 600_000 }, async () => {
  const engine = await pages.Engine.load(MODULE);
  const page = await stage.page({ bypassCSP: true }); // the scripts are the test's
  await page.goto(`${stage.url}/runs`);
  await page.addScriptTag({ content: await bundledText("export { EngineClient } from './engine/client.ts';", 'flowtime') });
  await page.evaluate(startClient, [await bundledText("import './engine/worker.ts';", 'worker'), MODULE.toString('base64')]);
  const lines = [];
  for (const template of templates) {
    let equal = 0;
    for (const parameters of questions(template, engine)) {
      const made = await post('/v1/runs', { templateId: template.id, parameters });
      if (!made.ok) continue;
      const { series } = await stage.get(`/v1/runs/${made.said.runId}/index`);
      const hashes = await page.evaluate(hashesInPage, [template.text, parameters]);
      assert.deepEqual(hashes, Object.fromEntries(series.map((s) => [s.bareId, s.hash])), `${template.id} ${JSON.stringify(parameters)}`);
      equal++;
    }
    assert.ok(equal > VALUES / 2, `${template.id}: ${equal}`);
    lines.push(`# ${template.id}: ${equal} runs with the hashes of the page`);
  }
  console.log(lines.join('\n'));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
