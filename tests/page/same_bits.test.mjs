// The law of the page's module: for every document the same problems with their places, the same
// plan's parameters and series, the same bits, findings, judgement and explanations as the native build.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { answer, evaluate, explain, instantiate, line, open, withText } from './module.mjs';

const source = process.env.FT_SOURCE;
const program = process.env.FT_PAGE_ANSWERS;
const bytes = readFileSync(process.env.FT_MODULE);
const folder = mkdtempSync(join(tmpdir(), 'flowtime-page-'));
after(() => rmSync(folder, { recursive: true }));

const filesBelow = (path, ending) =>
  readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(path, name))
    .sort();

// The model of each flow file.
function flowModels() {
  const models = join(folder, 'flows');
  mkdirSync(models);
  return filesBelow(join(source, 'tests/flows'), '.flow').flatMap((path, number) => {
    const found = readFileSync(path, 'utf8').match(/^model\n([\s\S]*?)^end$/m);
    if (!found) return [];
    const name = join(models, `${number}.yaml`);
    writeFileSync(name, found[1].replace(/^ {2}/gm, ''));
    return [['model', name]];
  });
}

function randomModels(count) {
  const models = join(folder, 'random');
  mkdirSync(models);
  execFileSync(program, ['random', String(count), models]);
  return filesBelow(models, '.yaml').map((path) => ['model', path]);
}

// Every 37th byte of a document replaced in turn: mostly refusals, with places.
function damaged(documents) {
  const broken = join(folder, 'damaged');
  mkdirSync(broken);
  const marks = [':', '-', '"', ' ', '9', '}', '\n', '*'];
  return documents.flatMap(([kind, path], number) => {
    const text = readFileSync(path, 'utf8');
    return marks.map((mark, i) => {
      const at = (number * 131 + i * 977) % Math.max(1, text.length);
      const name = join(broken, `${number}_${i}.yaml`);
      writeFileSync(name, text.slice(0, at) + mark + text.slice(at + 1));
      return [kind, name];
    });
  });
}

test('the module says what the native build says, bit for bit', async () => {
  const templates = filesBelow(join(source, 'templates'), '.yaml').map((path) => ['template', path]);
  const examples = filesBelow(join(source, 'examples'), '.yaml').map((path) => ['model', path]);
  const corpus = ['model', 'template'].flatMap((kind) =>
    filesBelow(join(source, 'fuzz/corpus', kind), '').map((path) => [kind, path]));
  const random = randomModels(process.env.FT_LONG ? 1000 : 200);
  const documents = [...templates, ...examples, ...flowModels(), ...corpus, ...random,
    ...damaged([...templates, ...examples, ...random.slice(0, 40)])];
  const list = join(folder, 'list');
  writeFileSync(list, documents.map(([kind, path]) => `${kind}\t${path}\n`).join(''));
  const native = execFileSync(program, [list], { maxBuffer: 1 << 28 }).toString().trimEnd().split('\n');
  assert.equal(native.length, documents.length);
  const module = await instantiate(bytes);
  let evaluated = 0;
  documents.forEach(([kind, path], i) => {
    const said = line(module, kind, path, readFileSync(path));
    assert.equal(said, native[i]);
    evaluated += said.split(' ').length === 5 ? 1 : 0;
  });
  assert.ok(evaluated > random.length, `${evaluated} of ${documents.length} were evaluated`);
  console.log(`${documents.length} documents, ${evaluated} of them evaluated`);
});

test('the module needs nothing of the page and is small', () => {
  const module = new WebAssembly.Module(bytes);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  const packed = brotliCompressSync(bytes).length;
  assert.ok(packed <= 420_000);
  const [, megabytes, kilobytes] = readFileSync(join(source, 'docs/engine-in-the-page.md'), 'utf8').match(/([\d.]+) MB, (\d+) kB packed/);
  assert.ok(Math.abs(bytes.length / 1e6 - megabytes) < 0.02 && Math.abs(packed / 1e3 - kilobytes) < 4, `docs/engine-in-the-page.md: ${bytes.length} bytes, packed ${packed}`);
});

test('a value moved is the evaluation of the model with that value', async () => {
  const module = await instantiate(bytes);
  const text = readFileSync(join(source, 'examples/hello.yaml'));
  const handle = open(module, text, {});
  const { parameters, grid } = JSON.parse(answer(module));
  const id = parameters[0].id;
  for (const wanted of [parameters[0].values[0], Array(grid.bins).fill(parameters[0].values[0])]) {
    assert.equal(evaluate(module, handle, { [id]: wanted }), 1);
  }
  assert.equal(evaluate(module, handle, { [`${id}x`]: 1 }), 0);
  const [problem] = JSON.parse(answer(module)).errors;
  assert.equal(problem.code, 'unknown_parameter');
  assert.equal(problem.remedy, `Did you mean '${id}'?`);
});

test('a limit of a queue moved is the model with that limit: judgement, checks and explanations read it', async () => {
  const module = await instantiate(bytes);
  const text = readFileSync(join(source, 'examples/wip-limited-line.yaml'), 'utf8');
  const say = (handle, overrides) => {
    assert.equal(evaluate(module, handle, overrides), 1);
    const judged = answer(module);
    const why = ['line_queue', 'line_queue@overflow'].map((series) => (explain(module, handle, { series, bin: 10 }), answer(module)));
    return [judged, ...why];
  };
  const moved = open(module, Buffer.from(text), {});
  const written = open(module, Buffer.from(text.replace('wipLimit: 12', 'wipLimit: 7')), {});
  assert.deepEqual(say(moved, { 'Line.wipLimit': 7 }), say(written, {}));
  assert.notDeepEqual(say(moved, {}), say(written, {}));
  assert.deepEqual(say(moved, { 'Line.wipLimit': 3, released: 5 }).length, 3);
  assert.deepEqual(say(written, { 'Line.wipLimit': 12 }), say(moved, {}));
});

test('values moved one after another: the bits, the judgement and the explanations of a text that is opened with them', async () => {
  const module = await instantiate(bytes);
  let compared = 0;
  for (const path of filesBelow(join(source, 'templates'), '.yaml')) {
    const text = readFileSync(path);
    const moved = open(module, text, { kind: 'template' });
    const { parameters, series, grid } = JSON.parse(answer(module));
    const say = (handle, overrides) => {
      assert.equal(evaluate(module, handle, overrides), 1, path);
      const judged = answer(module);
      explain(module, handle, { series: series[series.length >> 1].id, bin: grid.bins >> 1 });
      return [judged, answer(module), ...series.map((_, i) => (module.ft_page_row_hash(handle, i), answer(module)))];
    };
    for (const [i, { id, values }] of parameters.slice(0, 6).entries()) {
      const next = parameters[(i + 1) % parameters.length];
      const overrides = { [id]: values.map((v) => v * 1.25), ...(i % 2 ? { [next.id]: next.values[0] * 0.5 } : {}) };
      const said = say(moved, overrides);
      const fresh = open(module, text, { kind: 'template' });
      assert.deepEqual(said, say(fresh, overrides), `${path} ${Object.keys(overrides)}`);
      module.ft_page_close(fresh);
      compared++;
    }
    module.ft_page_close(moved);
  }
  assert.ok(compared > 30, `${compared} were compared`);
});

test('a template whose parameters move says what it says when it is opened with them: text, bits, judgement, explanation', async () => {
  const module = await instantiate(bytes);
  const request = (parameters) => Buffer.from(JSON.stringify({ parameters }));
  const rebind = (handle, parameters) => withText(module, request(parameters), (at, size) => module.ft_page_rebind(handle, at, size));
  const said = (handle, described) => {
    assert.equal(evaluate(module, handle, {}), 1);
    const judged = answer(module);
    const { series, grid } = described;
    explain(module, handle, { series: series[series.length >> 1].id, bin: grid.bins >> 1 });
    const why = answer(module);
    module.ft_page_model_text(handle);
    return [answer(module), judged, why, ...series.map((_, i) => (module.ft_page_row_hash(handle, i), answer(module)))];
  };
  let moved = 0, opened = 0;
  for (const path of filesBelow(join(source, 'templates'), '.yaml')) {
    const text = readFileSync(path);
    let handle = open(module, text, { kind: 'template' });
    let described = JSON.parse(answer(module));
    const given = {};
    for (const p of described.template.parameters.filter(({ type }) => type === 'number' || type === 'integer')) {
      const to = p.type === 'integer' ? Math.min(p.max ?? 1e9, p.value + 1) : Math.min(p.max ?? 1e9, p.value * 1.125);
      given[p.name] = to; // on top of those before it
      const done = rebind(handle, given);
      const fresh = open(module, text, { kind: 'template', parameters: given });
      const wanted = JSON.parse(answer(module));
      if (done === 1) {
        rebind(handle, given);
        assert.deepEqual({ ...described, ...JSON.parse(answer(module)) }, wanted, `${path} ${p.name}`);
        assert.deepEqual(said(handle, wanted), said(fresh, wanted), `${path} ${p.name}`);
        module.ft_page_close(fresh);
        moved++;
      } else {
        assert.equal(done, 2, `${path} ${p.name}`);
        module.ft_page_close(handle);
        handle = fresh;
        opened++;
      }
      described = wanted;
    }
    // What is refused changes nothing, and the values that it was opened with come back.
    const { name } = described.template.parameters[0];
    const before = said(handle, described);
    assert.equal(rebind(handle, { ...given, [name]: 'many' }), 0, path);
    assert.equal(JSON.parse(answer(module)).errors[0].code, 'parameter_type');
    assert.equal(rebind(handle, { ...given, nothing: 1 }), 0, path);
    assert.deepEqual(said(handle, described), before);
    module.ft_page_close(handle);
  }
  console.log(`${moved} parameters moved, ${opened} opened again`);
  assert.ok(moved >= 20, `${moved} parameters moved`);
});
