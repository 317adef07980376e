// The page against the program: what a page computes for a template with any values has the hashes of the run
// that the program stores for them, and what it says of a broken text is what `flowtime validate` says.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { answer, evaluate, explain, instantiate, open } from './module.mjs';

const source = process.env.FT_SOURCE;
const program = process.env.FT_PROGRAM;
const bytes = readFileSync(process.env.FT_MODULE);
const folder = mkdtempSync(join(tmpdir(), 'flowtime-page-'));
after(() => rmSync(folder, { recursive: true }));
const COUNT = process.env.FT_LONG ? 100 : 10; // random values of each template

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

const GRID = /^(bins|binSize)$/;
// Some inputs changed, within their bounds: numbers around their defaults, and now and then one per bin.
function someValues(parameters, bins, next) {
  const given = {};
  for (const p of parameters) {
    if (next() < 0.5 || typeof p.default !== 'number' || GRID.test(p.name)) continue;
    const value = () => {
      const raw = p.default * (0.4 + 1.4 * next()) + (p.default === 0 ? next() * Math.min(1, p.max ?? 1) : 0);
      const inside = Math.min(p.max ?? Infinity, Math.max(p.min ?? -Infinity, raw));
      return p.type === 'integer' ? Math.round(inside) : inside;
    };
    given[p.name] = p.type === 'number' && next() < 0.1 ? Array.from({ length: bins }, value) : value();
  }
  return given;
}

const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

async function startProgram() {
  const port = await freePort();
  const child = spawn(program, ['serve', '--data-dir', join(folder, 'data'), '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 200; i++) {
    if (await fetch(`${url}/healthz`).then((a) => a.ok, () => false)) break;
    await new Promise((next) => setTimeout(next, 50));
  }
  return { url, stop: () => new Promise((done) => (child.once('exit', done), child.kill('SIGTERM'))) };
}

const told = ({ code, message, remedy, line, column }) => ({ code, message, remedy, line, column });

function hashesOf(module, handle, series) {
  return Object.fromEntries(series.map(({ id }, i) => {
    module.ft_page_row_hash(handle, i);
    return [id, answer(module)];
  }));
}

// What no run has: its id, and addresses below it.
const ofNoRun = (said) => JSON.parse(JSON.stringify(said, (key, value) => (key === 'runId' || key === 'href' ? undefined : value)));

// Some series, and metrics of nodes, in some bins: what the page says of them is what the server says of the run.
async function compareExplanations(module, handle, { series, nodes, grid }, url, next, count) {
  const pick = (list) => list[Math.floor(next() * list.length)];
  const metrics = ['queue', 'utilization', 'latencyMinutes', 'served', 'flowLatencyMs', 'backlogAgeMinutes'];
  for (let i = 0; i < count; i++) {
    const bin = Math.floor(next() * grid.bins);
    const question = i % 3 === 2 && nodes.length ? { node: pick(nodes).id, metric: pick(metrics), bin } : { series: pick(series).id, bin };
    const done = explain(module, handle, question);
    const said = JSON.parse(answer(module));
    const asked = await fetch(`${url}/explain?${new URLSearchParams(question)}`);
    const told = await asked.json();
    const where = `${url} ${JSON.stringify(question)}`;
    assert.equal(asked.ok, done === 1, where);
    if (asked.ok) assert.deepEqual(ofNoRun(said), ofNoRun(told), where);
    else assert.equal(said.errors[0].code, told.errors[0].code, where);
  }
}

test('every template with random values: the run that the program stores has the hashes of the page', async () => {
  const module = await instantiate(bytes);
  const server = await startProgram();
  const post = (body) => fetch(`${server.url}/v1/runs`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const lines = [];
  try {
    for (const name of readdirSync(join(source, 'templates')).filter((n) => n.endsWith('.yaml')).sort()) {
      const id = basename(name, '.yaml');
      const text = readFileSync(join(source, 'templates', name));
      const defaults = open(module, text, { kind: 'template' });
      const { template, grid } = JSON.parse(answer(module));
      module.ft_page_close(defaults);
      const next = random(id.length * 7919 + id.charCodeAt(0));
      let [equal, refused] = [0, 0];
      for (let i = 0; i < COUNT; i++) {
        const parameters = i === 0 ? {} : someValues(template.parameters, grid.bins, next);
        const handle = open(module, text, { kind: 'template', file: `catalogue/${name}`, parameters });
        const said = JSON.parse(answer(module));
        const stored = await post({ templateId: id, parameters });
        const run = await stored.json();
        if (handle === 0) {
          assert.equal(stored.status, 400, `${id} ${JSON.stringify(parameters)}`);
          assert.deepEqual(said.errors.map((e) => [e.code, e.message]), run.errors.map((e) => [e.code, e.message]));
          refused++;
          continue;
        }
        assert.ok(stored.ok, `${id} ${JSON.stringify(parameters)}: ${JSON.stringify(run)}`);
        assert.equal(evaluate(module, handle), 1);
        const hashes = hashesOf(module, handle, said.series);
        const { series } = await (await fetch(`${server.url}/v1/runs/${run.runId}/index`)).json();
        assert.deepEqual(Object.fromEntries(series.map((s) => [s.bareId, s.hash])), hashes, `${id} ${JSON.stringify(parameters)}`);
        await compareExplanations(module, handle, said, `${server.url}/v1/runs/${run.runId}`, next, 6);
        module.ft_page_close(handle);
        equal++;
      }
      lines.push(`${id}: ${equal} of ${COUNT} runs with the same hashes and explanations${refused ? `, ${refused} refused alike` : ''}`);
      assert.ok(equal > COUNT / 2, `${id}: ${equal} of ${COUNT} were evaluated`);
    }
  } finally {
    await server.stop();
  }
  console.log(lines.join('\n'));
});

// A page reads that expectations are texts, and no figures: what else is wrong with them the program tells alone.
const isOfModel = (error) => !(error.path ?? '').startsWith('/expect/') || error.code === 'wrong_type';

test('a broken text: the problems of the page are those of validate, with places and remedies', async () => {
  const module = await instantiate(bytes);
  const next = random(18);
  const marks = [':', '-', '"', ' ', '9', '}', '\n', '*', 'x', '[', '1e999'];
  const models = readdirSync(join(source, 'examples')).filter((n) => n.endsWith('.yaml')).sort();
  const run = promisify(execFile);
  let [broken, places] = [0, 0];
  for (let i = 0; i < (process.env.FT_LONG ? 600 : 120); i++) {
    const text = readFileSync(join(source, 'examples', models[i % models.length]), 'utf8');
    const at = Math.floor(next() * text.length);
    const file = join(folder, `broken-${i}.yaml`);
    writeFileSync(file, text.slice(0, at) + marks[Math.floor(next() * marks.length)] + text.slice(at + Math.floor(next() * 3)));
    const handle = open(module, readFileSync(file), { file });
    const said = JSON.parse(answer(module));
    if (handle !== 0) module.ft_page_close(handle);
    const { stdout } = await run(program, ['validate', file, '--tier', 'compile', '--json']).catch((failed) => failed);
    const { errors } = JSON.parse(stdout);
    assert.deepEqual((said.errors ?? []).map(told), errors.filter(isOfModel).map(told), `${file}\n${readFileSync(file, 'utf8')}`);
    broken += handle === 0 ? 1 : 0;
    places += errors.filter((e) => e.line > 0 && e.remedy).length;
  }
  assert.ok(broken > 20 && places > 20, `${broken} texts were broken, ${places} problems had a place and a remedy`);
  console.log(`${broken} broken texts, ${places} problems with a place and a remedy, all alike`);
});
