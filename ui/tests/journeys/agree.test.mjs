// One run says the same everywhere: headline, list, card, page, inspector, comparison and command line; and every
// number that a page shows is the API's, to the last digit, when it is copied.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, it } from 'node:test';

import { PROGRAM } from '../support/program.mjs';
import { openStage, settled } from '../support/stage.mjs';

let stage;
let page;
const runs = new Map(); // by template
before(async () => {
  stage = await openStage();
  const answer = await stage.get('/api/v1/templates');
  for (const { id } of answer.items ?? answer.templates ?? answer) runs.set(id, await stage.create({ templateId: id }));
  page = await stage.page();
});
after(() => stage?.close());

const cli = (...words) => JSON.parse(execFileSync(PROGRAM, [...words, '--data-dir', stage.folder], { encoding: 'utf8', maxBuffer: 64 << 20 }));
const text = async (path) => (await fetch(stage.api + path)).text();
const firstSentence = (t) => t.split('. ')[0].replace(/\.$/, '');
const close = (t) => t.replace(/\s+/g, ' ').trim();
// The strong words of a card and what the fix would need, in the order of their lines.
const wordsOf = (svg) => [...svg.matchAll(/<text (?:[^>]*font-weight="600"[^>]*>([^<]*)|[^>]*>(would need [^<]*))<\/text>/g)].map((m) => (m[1] ?? m[2]).replace(/&quot;/g, '"').replace(/&amp;/g, '&'));

it('all 13 templates: one sentence, one verdict and one fix on every surface', async () => {
  assert.equal(runs.size, 13);
  for (const [template, id] of runs) {
    const said = await stage.get(`/v1/runs/${id}`);
    const sentence = said.headline.text;
    const listed = (await stage.get(`/v1/runs?q=${id}`)).items.find((r) => r.runId === id);
    const bundle = await stage.get(`/v1/runs/${id}/ui-bundle`);
    const shown = cli('runs', 'show', id, '--json');
    for (const [where, one] of Object.entries({ listed, bundle, shown })) {
      assert.equal(one.headline.text, sentence, `${template}: ${where}`);
      assert.equal(one.verdict, said.verdict, `${template}: ${where}`);
    }
    const { next } = await stage.get(`/v1/runs/${id}/suggest`);
    const asked = cli('suggest', id, '--json').next;
    assert.deepEqual([asked?.parameter, asked?.from, asked?.to], [next?.parameter, next?.from, next?.to], `${template}: the fix`);
    const card = wordsOf(await text(`/v1/runs/${id}/card.svg`)).join(' ');
    assert.ok(card.includes(firstSentence(sentence)), `${template}: the card says "${card}"`);
    if (next) for (const v of [next.from, next.to]) assert.ok(card.includes(Number(v).toLocaleString('en-US')), `${template}: ${v} on the card "${card}"`);
    assert.equal(wordsOf(execFileSync(PROGRAM, ['render', id, '--card', '--data-dir', stage.folder], { encoding: 'utf8' })).join(' '), card, `${template}: the card of the command line`);

    await page.goto(`${stage.url}/runs/${id}/explore`);
    await settled(page);
    assert.equal(close(await page.locator('.find h2').textContent()), firstSentence(sentence), `${template}: the page`);
    if (next) {
      await page.locator('.find .pri').waitFor();
      assert.ok(close(await page.locator('.find .pri').textContent()).includes(String(next.to)), `${template}: the button for ${next.text}`);
    }
  }
  await page.goto(`${stage.url}/runs`);
  await settled(page);
  const rows = await page.locator('[data-run]').evaluateAll((all) => all.map((row) => [row.dataset.run, row.querySelector('.finding').textContent]));
  for (const [id, words] of rows) assert.equal(close(words), firstSentence((await stage.get(`/v1/runs/${id}`)).headline.text), 'Runs');
  assert.equal(rows.length, 13);
});

it('all 13 templates: a comparison tells the figures of both runs, and the fix is one', async () => {
  for (const [template, id] of runs) {
    const { next } = await stage.get(`/v1/runs/${id}/suggest`);
    if (!next) continue;
    const other = await stage.create({ templateId: template, parameters: { [next.parameter]: next.to } });
    const [comparison] = (await stage.get(`/v1/compare?runs=${id},${other}`)).comparisons;
    for (const [run, side] of [[id, 'before'], [other, 'after']]) {
      const bundle = await stage.get(`/v1/runs/${run}/ui-bundle`);
      for (const node of bundle.nodes) {
        const told = comparison.nodes.find((n) => n.nodeId === node.id)?.[side];
        if (!told || !node.figures) continue;
        assert.equal(told.longestMinutes, node.figures.longestMinutes ?? null, `${template} ${side} ${node.id}: longest wait`);
        assert.equal(told.load, node.figures.peakLoad?.value ?? null, `${template} ${side} ${node.id}: load`);
        assert.equal(told.verdict, node.verdict ?? null, `${template} ${side} ${node.id}: verdict`);
      }
      if (side === 'after') assert.ok((bundle.headline?.harmed ?? 0) < 1e-6, `${template}: ${next.text} leaves ${bundle.headline?.harmed} harmed`);
    }
    const card = wordsOf(await text(`/v1/compare/card.svg?runs=${id},${other}`)).join(' ');
    assert.ok(card.includes(firstSentence(comparison.sentence)), `${template}: the card of the comparison says "${card}"`);
  }
});

// What the page calls a metric where the model has no word of its own for it.
const CALLED = {
  load: /^Load(, all)?$/, utilization: /^Utilization(, all)?$/, queue: /^(Waiting|Kept|Held|On the way)$/, wait: /^Wait(, all)?$/, arrivals: /^Arriving$/, served: /^Served$/,
  errors: /^Failed$/, retryEcho: /^Second attempts$/, exhaustedFailures: /^Gave up$/, capacity: /^Capacity$/,
};
const ALIASED = new Set(['arrivals', 'served', 'errors']);
// The value of one metric of a node in a bin, as the API has it: of capacity, what all who work in parallel could do.
function valueOf({ series }, metric, bin) {
  const value = series[metric]?.[bin] ?? null;
  const parallel = series.parallelism?.[bin] ?? 0;
  return metric === 'capacity' && value !== null && parallel > 0 ? value * parallel : value;
}
const isCalled = ({ aliases }, metric, label) => (ALIASED.has(metric) && aliases?.[metric] ? aliases[metric].toLowerCase().endsWith(label.toLowerCase()) : CALLED[metric].test(label));

it('200 numbers of each template, at random nodes and bins, are those of their metric in the API, in full when they are copied', { timeout: 600_000 }, async () => {
  let seed = 11;
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const reading = await stage.page();
  await reading.addInitScript(() => {
    window.copied = [];
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (words) => void window.copied.push(words) } });
  });
  let places = 0;
  let all = 0;
  const metrics = new Map(); // how often each was compared
  for (const [template, id] of runs) {
    const window = await stage.get(`/v1/runs/${id}/state_window`);
    const bins = window.window?.binCount ?? window.timestampsUtc.length;
    await reading.goto(`${stage.url}/runs/${id}/explore`);
    await settled(reading);
    let compared = 0;
    for (let i = 0; compared < 200; i++) {
      assert.ok(i < 400, `${template}: only ${compared} numbers at ${i} places`);
      const node = window.nodes[random(window.nodes.length)];
      const bin = random(bins);
      await reading.evaluate(([name, b]) => {
        history.pushState(null, '', `${location.pathname}?bin=${b}&node=${encodeURIComponent(name)}`);
        dispatchEvent(new PopStateEvent('popstate'));
      }, [node.id, bin]);
      await reading.waitForFunction(([name, b]) => document.querySelector('.insp h2')?.title === name && document.querySelector('[role=slider]')?.ariaValueNow === String(b), [node.id, bin]);
      const rows = await reading.locator('.kv tr').evaluateAll((lines) => lines.map((line) => {
        line.querySelector('.value').click();
        return { metric: line.dataset.metric, label: line.querySelector('th').textContent, copied: window.copied.pop(), titled: line.querySelector('.value').title };
      }));
      assert.equal(new Set(rows.map((row) => row.metric)).size, rows.length, `${template}: ${node.id}: each metric once`);
      for (const { metric, label, copied, titled } of rows) {
        const where = `${template}: ${metric} ('${label}') of ${node.id} at ${bin}`;
        assert.ok(metric in CALLED && metric in node.series, `${where} is not a metric of the API`);
        assert.ok(isCalled(node, metric, label), `${where}: another name`);
        const value = valueOf(node, metric, bin);
        assert.equal(copied, value === null ? '' : String(value), where);
        assert.equal(titled, `Copy ${copied}`, where);
        metrics.set(metric, (metrics.get(metric) ?? 0) + 1);
      }
      compared += rows.length;
      places++;
    }
    all += compared;
  }
  for (const metric of ['load', 'queue', 'wait', 'arrivals', 'served', 'capacity']) assert.ok(metrics.get(metric) > 50, `${metric}: ${metrics.get(metric)} compared`);
  console.log(`# ${all} numbers at ${places} places of ${runs.size} templates are the API's: ${[...metrics].map(([metric, n]) => `${metric} ${n}`).join(', ')}`);
  assert.deepEqual(reading.faults, []);
  await reading.context().close();
});

it('a copied number is the double, not what is shown', async () => {
  const id = runs.get('order-system');
  const copying = await stage.page({ permissions: ['clipboard-read', 'clipboard-write'] });
  await copying.goto(`${stage.url}/runs/${id}/explore?bin=167&node=Payment`);
  await settled(copying);
  const window = await stage.get(`/v1/runs/${id}/state_window?nodes=Payment&metrics=queue`);
  await copying.locator('.kv tr', { hasText: 'Waiting' }).locator('.value').click();
  assert.equal(await copying.evaluate(() => navigator.clipboard.readText()), String(window.nodes[0].series.queue[167]));
  await copying.context().close();
});
