// Beyond reading one run: its other tabs, what can be taken along, the palette, tags and undo, trying values,
// studies, stories, and the first look of somebody who has no run yet.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { openStage, settled } from '../support/stage.mjs';

let stage;
let run;
before(async () => {
  stage = await openStage();
  run = await stage.create({ templateId: 'order-system', options: { deterministicRunId: true } });
});
after(() => stage?.close());

async function open(path, on = stage) {
  const page = await on.page();
  await page.goto(on.url + path);
  await settled(page);
  return page;
}
const close = async (page) => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
};

it('the first look is one slider, and the day follows it', async () => {
  const empty = await openStage();
  try {
    const page = await open('/', empty);
    assert.match(await page.locator('.first h2').textContent(), /Payment fell behind from 09:00/);
    await page.locator('#first-value').fill('84');
    await page.locator('#first-value').press('Tab');
    await page.locator('.first h2', { hasText: 'Nothing waited longer' }).waitFor();
    assert.equal((await empty.get('/v1/runs')).totalCount, 0, 'nothing is kept while one tries');
    await page.locator('.acts .pri').click();
    await page.waitForURL(/\/runs\/[^/]+\/explore/);
    assert.equal((await empty.get('/v1/runs')).totalCount, 1);
    await close(page);
  } finally {
    await empty.close();
  }
});

it('every time in the sentence of the first look opens the day there, as it is tried', async () => {
  const empty = await openStage();
  try {
    const page = await open('/', empty);
    const times = await page.locator('.first h2, .first .reason').evaluateAll((all) => all.flatMap((el) => el.textContent.match(/\d\d:\d\d/g) ?? []));
    const doors = page.locator('.first h2 .lk, .first .reason .lk').filter({ hasText: /^\d\d:\d\d$/ });
    assert.ok(times.length >= 2, `${times}`);
    assert.deepEqual(await doors.allTextContents(), times);
    const before = await page.locator('.first h2').textContent();
    await page.locator('#first-value').fill('74');
    await page.locator('#first-value').press('Tab');
    await page.waitForFunction((said) => document.querySelector('.first h2')?.textContent !== said, before);
    const time = await doors.first().textContent();
    await doors.first().click();
    await page.waitForURL(/\/explore\?.*bin=\d+/);
    const bin = Number(new URL(page.url()).searchParams.get('bin'));
    assert.equal(`${String(Math.floor(bin / 12)).padStart(2, '0')}:${String((bin % 12) * 5).padStart(2, '0')}`, time);
    assert.equal((await empty.get('/v1/runs')).items[0].parameters.paymentCapacity, 74);
    await close(page);
  } finally {
    await empty.close();
  }
});

it('a table of times and counts asks one question and becomes a run', async () => {
  const page = await open('/');
  const rows = Array.from({ length: 48 }, (_, i) => `2026-03-02T${String(Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '30' : '00'}:00Z,${i > 18 && i < 30 ? 40 : 10}`);
  await page.locator('input[type=file]').setInputFiles({ name: 'calls.csv', mimeType: 'text/csv', buffer: Buffer.from(['time,calls', ...rows, ''].join('\n')) });
  await page.locator('form', { hasText: 'how much can it serve?' }).locator('input').first().fill('20');
  await page.locator('form .pri').click();
  await page.waitForURL(/explore/);
  await settled(page);
  assert.match(await page.locator('.find, section').first().textContent(), /Service fell behind/);
  await close(page);
});

it('service level tells the figures of the API', async () => {
  const page = await open(`/runs/${run}/slo`);
  const bundle = await stage.get(`/v1/runs/${run}/ui-bundle`);
  const payment = bundle.nodes.find((n) => n.id === 'Payment').figures;
  assert.equal(await page.locator('.tile', { hasText: 'Payment' }).locator('.big').getAttribute('title'), String(payment.lateShare));
  await page.locator('button', { hasText: 'Table' }).click();
  const cells = await page.locator('tr', { hasText: 'Payment' }).locator('td[title]').evaluateAll((all) => all.map((c) => c.title));
  for (const name of ['late', 'lateShare', 'p50Minutes', 'p85Minutes', 'p95Minutes', 'longestMinutes']) assert.ok(cells.includes(String(payment[name])), name);
  await page.locator('.bar button', { hasText: 'Breach' }).click();
  assert.equal(await page.locator('tbody tr').count(), 1);
  await close(page);
});

it('the count of checks is the same on Runs, in the tab and on the page; a finding has its whole span', async () => {
  const page = await open(`/runs/${run}/checks`);
  const stored = (await stage.get(`/v1/runs/${run}`)).warnings;
  const window = (await stage.get(`/v1/runs/${run}/state_window`)).warnings;
  assert.equal(await page.locator('header .tabs a[aria-current=page]').textContent(), `Checks ${stored.length}`);
  assert.equal(await page.locator('.page .head .i2').textContent(), `${stored.length} finding of the checks that every run passes through; ${window.length} more bin by bin`);
  assert.match(await page.locator('.found').first().textContent(), /health_overload · Payment · 09:00–18:00/);
  await page.goto(`${stage.url}/runs?q=${run}`);
  await settled(page);
  assert.equal(await page.locator(`[data-run="${run}"] .w-checks`).textContent(), String(stored.length));
  await page.locator(`[data-run="${run}"] input`).check();
  assert.equal(await page.locator('.tray > .b').textContent(), '1 run of Web shop from order to parcel');
  await close(page);
});

it('compare names its runs by what differs, and times in the unit of their size', async () => {
  const other = await stage.create({ templateId: 'order-system', parameters: { paymentCapacity: 76 } });
  const page = await open(`/compare?runs=${run},${other}`);
  const chips = page.locator('.actions .chip');
  await page.locator('.actions .chip', { hasText: 'Payment capacity 76' }).waitFor();
  assert.deepEqual(await chips.allTextContents(), ['A Defaults', 'B Payment capacity 76']);
  await page.locator('aside button', { hasText: 'All series' }).click();
  await page.locator('aside th', { hasText: 'payment_queue' }).waitFor();
  const [a, b] = [await stage.create({ templateId: 'supply-chain' }), await stage.create({ templateId: 'supply-chain-classes' })];
  await page.goto(`${stage.url}/compare?runs=${a},${b}`);
  await settled(page);
  assert.match(await page.locator('aside').textContent(), /Longest wait at Factory, days/);
  await page.locator('.actions .chip', { hasText: 'Supply chain with a promotion' }).waitFor();
  await close(page);
});

it('checks say where and lead there; files can be looked into', async () => {
  const page = await open(`/runs/${run}/checks`);
  await page.locator('a', { hasText: 'Show' }).first().click();
  await page.waitForURL(/explore\?bin=\d+&node=Payment/);
  await page.goto(`${stage.url}/runs/${run}/files`);
  await settled(page);
  await page.locator('.tree button', { hasText: 'model/model.yaml' }).click();
  await page.locator('.line', { hasText: 'schemaVersion: 1' }).waitFor();
  assert.ok((await page.locator('.line').count()) < 120, 'a window of lines, not all of them');
  await close(page);
});

it('what is on show can be saved as SVG, PNG and CSV, with the numbers of the API', async () => {
  const page = await open(`/runs/${run}/explore?bin=167&node=Payment`);
  const save = async (label) => {
    await page.locator('button[aria-haspopup=menu]').click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('[role=menuitem]', { hasText: label }).click()]);
    const parts = [];
    for await (const part of await file.createReadStream()) parts.push(part);
    return Buffer.concat(parts);
  };
  const svg = (await save('Save as SVG')).toString();
  assert.match(svg, /^<svg [^>]*width="\d+/);
  for (const words of ['Payment', '429', '13:55', 'promise 15 min']) assert.ok(svg.includes(words), words);
  assert.deepEqual([...(await save('Save as PNG')).subarray(1, 4)].map((c) => String.fromCharCode(c)).join(''), 'PNG');
  const csv = (await save('Save as CSV')).toString().trim().split('\n').map((l) => l.split(','));
  const window = await stage.get(`/v1/runs/${run}/state_window?metrics=queue,wait`);
  const payment = window.nodes.find((n) => n.id === 'Payment').series;
  assert.equal(csv.length, 289);
  assert.equal(Number(csv[168][csv[0].indexOf('Payment.waiting')]), payment.queue[167]);
  assert.equal(Number(csv[168][csv[0].indexOf('Payment.waitMinutes')]), payment.wait[167]);
  await close(page);
});

it('the palette goes to nodes, pages and runs by keys alone', async () => {
  const page = await open(`/runs/${run}/explore?node=Payment`);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('fulfil');
  await page.keyboard.press('Enter');
  await page.locator('.insp h2', { hasText: 'Fulfilment' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lab');
  await page.locator('[role=option]', { hasText: 'Lab' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/lab/);
  await close(page);
});

it('runs get tags and a note, are found by them, and come back after deleting', async () => {
  const page = await open('/runs?example=order-system');
  await page.locator('[data-run] .check').first().check();
  await page.locator('.tray button', { hasText: 'Tag' }).click();
  await page.keyboard.type('baseline');
  await page.keyboard.press('Enter');
  await page.locator('.tag', { hasText: 'baseline' }).waitFor();
  assert.deepEqual((await stage.get(`/v1/runs/${run}`)).tags, ['baseline']);
  await page.locator('.tray button', { hasText: 'Note' }).click();
  await page.keyboard.type('as it was');
  await page.keyboard.press('Enter');
  await page.locator('.note', { hasText: 'as it was' }).waitFor();
  await page.locator('.tag .lk').click();
  await page.waitForURL(/tag=baseline/);
  await settled(page);
  assert.equal(await page.locator('[data-run]').count(), 1);
  await page.locator('.tray button', { hasText: 'Delete' }).click();
  await page.locator('.toast', { hasText: '1 run deleted' }).waitFor();
  assert.equal((await fetch(`${stage.api}/v1/runs/${run}`)).status, 404);
  await page.keyboard.press('Control+z');
  await page.locator('[data-run]').first().waitFor();
  assert.deepEqual((await stage.get(`/v1/runs/${run}`)).tags, ['baseline']);
  await close(page);
});

it('a value is tried against the run before, undone, and saved as a run', async () => {
  const before = (await stage.get('/v1/runs')).totalCount;
  const page = await open(`/models/order-system?from=${run}&p.paymentCapacity=76`);
  const effect = () => page.locator('.effect').textContent();
  assert.match(await effect(), /Nothing waited longer than promised/);
  assert.match(await effect(), /Before: Payment fell behind/);
  await page.locator('#try-paymentCapacity').fill('90');
  await page.locator('#try-paymentCapacity').press('Enter');
  await page.waitForURL(/p\.paymentCapacity=90/);
  await page.locator('main').focus();
  await page.keyboard.press('Control+z');
  await page.waitForURL(/p\.paymentCapacity=76/);
  assert.equal((await stage.get('/v1/runs')).totalCount, before, 'trying keeps nothing');
  await page.keyboard.press('Control+s');
  await page.locator('a', { hasText: 'Open the run' }).click();
  await page.waitForURL(/explore/);
  await settled(page);
  assert.equal((await stage.get('/v1/runs')).totalCount, before + 1);
  await close(page);
});

it('a text is recompiled as one types; a fault is told at its line', async () => {
  const page = await open('/models/order-system');
  await page.locator('.text button', { hasText: 'Edit' }).click();
  const area = page.locator('textarea');
  await area.waitFor();
  await settled(page);
  const model = await area.inputValue();
  await area.fill(model.replace('schemaVersion: 1', 'schemaVersion: 1\nnonsense: 3'));
  await page.locator('.problems li').first().waitFor();
  await area.fill(model);
  await page.locator('.problems li').first().waitFor({ state: 'detached' });
  await close(page);
});

it('a study that is asked for before the page knows where to measure waits until it does', async () => {
  const page = await stage.page();
  await page.route('**/*.wasm.gz', async (route) => (await new Promise((next) => setTimeout(next, 1500)), route.continue()));
  const asked = [];
  page.on('request', (r) => r.method() === 'POST' && /\/v1\/studies$/.test(r.url()) && asked.push(r.postDataJSON()));
  await page.goto(`${stage.url}/lab?template=order-system`);
  await page.locator('.form .pri').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  await page.locator('main h2', { hasText: '76' }).first().waitFor({ timeout: 20_000 });
  await page.locator('[role=status]', { hasText: 'none was kept' }).waitFor({ timeout: 20_000 });
  assert.deepEqual(asked.map((a) => a.measures), [['longest(Payment)']]);
  assert.equal(await page.locator('[role=alert]').count(), 0);
  await page.context().close();
});

it('a study finds the value that keeps the promise and keeps no run', async () => {
  const before = (await stage.get('/v1/runs')).totalCount;
  const page = await open('/lab?template=order-system&vary=paymentCapacity');
  await page.locator('.form .pri').click();
  await page.locator('.result h2', { hasText: 'Payment capacity 76 keeps the promise of 15 min' }).waitFor();
  await page.locator('[role=status]', { hasText: 'none was kept' }).waitFor({ timeout: 60_000 });
  assert.equal((await stage.get('/v1/runs')).totalCount, before);
  // The study that the server keeps has the points of the page, to the last digit.
  const [{ studyId }] = (await stage.get('/v1/studies')).items;
  const { status, measures, result } = await stage.get(`/v1/studies/${studyId}`);
  assert.equal(status, 'completed');
  const shown = new Map(await page.locator('.values button').evaluateAll((all) => all.map((one) => [Number(one.querySelector('b').textContent), one.title])));
  assert.equal(result.points.length, 13);
  for (const point of result.points) assert.equal(shown.get(point.params.paymentCapacity), String(point.measures[measures[0]]), JSON.stringify(point.params));
  assert.equal(await page.locator('.values .on b').textContent(), '76');
  assert.match(await page.locator('.fan .about').textContent(), /76 selected.*longest wait 14\.8.min/);
  // What a tenth less and more give is written into bars that have room for it, else beside them.
  assert.match(await page.locator('.scale').textContent(), /defaults, 29\.8.min/);
  assert.equal(await page.locator('.bar').nth(1).locator('.inside').count(), 2);
  assert.equal(await page.locator('.bar', { hasText: 'Declined share' }).locator('.inside').count(), 0);
  await close(page);
});

it('a study is evaluated by several workers of the page, which end when it is stopped, when another is asked and when it is left', async () => {
  const page = await open('/lab?template=order-system&vary=paymentCapacity');
  const asked = [];
  page.on('request', (r) => r.method() === 'POST' && asked.push(new URL(r.url()).pathname));
  const workers = async (count) => {
    for (let i = 0; page.workers().length !== count && i < 100; i++) await page.waitForTimeout(50);
    assert.equal(page.workers().length, count);
  };
  const many = 1 + Math.min(4, await page.evaluate(() => navigator.hardwareConcurrency)); // the first evaluated the defaults
  await page.route('**/*.wasm.gz', () => new Promise(() => {})); // they wait for the module
  await workers(1);
  await page.locator('.form .pri').click();
  await workers(many);
  await page.locator('.form button', { hasText: 'Stop' }).click();
  await workers(1);
  await page.locator('.form .pri').click();
  await workers(many);
  await page.locator('.form label', { hasText: 'Vary' }).locator('select').selectOption({ index: 1 });
  await workers(1);
  assert.deepEqual(asked, [], 'nothing is stored of what was not evaluated');
  await page.locator('.form .pri').click();
  await workers(many);
  await page.locator('nav a[aria-label=Home]').click();
  await workers(0);
  await close(page);
});

it('a story is told step by step, by keys, and ends side by side', async () => {
  const page = await open(`/runs/${run}/story`);
  assert.match(await page.locator('article h2').textContent(), /Payment fell behind/);
  await page.locator('.steps li', { hasText: 'Side by side' }).waitFor();
  const steps = await page.locator('.steps li').count();
  assert.ok(steps >= 3 && steps <= 6, `${steps} steps`);
  // At risk from 10:40 on, late only once one waits longer than promised; and a number opens its sum.
  assert.match(await page.locator('.steps li', { hasText: 'Since when' }).textContent(), /first late at 11:30/);
  await page.locator('main').focus();
  for (let i = 1; i < steps; i++) await page.keyboard.press('ArrowRight');
  assert.equal(new URL(page.url()).searchParams.get('step'), String(steps));
  await page.locator('button', { hasText: 'Keep it and compare' }).click();
  await page.waitForURL(/compare\?runs=/);
  await close(page);
});

it('a number of the story opens its sum; at risk is not late', async () => {
  const page = await open(`/runs/${run}/story?step=3`);
  await page.locator('text=Every number opens its sum. Rest 0.').waitFor();
  await page.locator('article h2 a', { hasText: '429' }).click();
  await page.locator('.insp', { hasText: '429 orders wait at 13:55' }).waitFor();
  assert.match(await page.locator('.tally').textContent(), /1 late/);
  await page.goto(`${stage.url}/runs/${run}/explore?bin=130`);
  await settled(page);
  assert.match(await page.locator('.tally').textContent(), /1 at risk/);
  await close(page);
});

it('Why says on its picture what was too much and that it was worked off', async () => {
  const page = await stage.page();
  await page.addInitScript(() => (window.__ft = {}));
  await page.goto(`${stage.url}/runs/${run}/explore?bin=167&node=Payment&tab=why`);
  await settled(page);
  await page.waitForFunction(() => window.__ft.why?.length > 3);
  const boxes = await page.evaluate(() => window.__ft.why);
  const words = boxes.map((b) => b.text);
  assert.ok(words.includes('429 too many') && words.includes('worked off later'), `${words}`);
  const meet = (p, q) => p !== q && p.x < q.x + q.width && q.x < p.x + p.width && p.y < q.y + q.height && q.y < p.y + p.height;
  assert.deepEqual(boxes.filter((p) => boxes.some((q) => meet(p, q))).map((b) => b.text), []);
  await close(page);
});

it('the story draws first attempts beside retries, and asks why at another time', async () => {
  const page = await stage.page();
  await page.addInitScript(() => (window.__ft = { texts: {} }));
  await page.goto(`${stage.url}/runs/${run}/story?step=3`);
  await page.locator('text=Every number opens its sum. Rest 0.').waitFor();
  const drawn = () => page.evaluate(() => window.__ft.texts.picture.map((t) => t.text));
  assert.ok((await drawn()).includes('dotted: first attempts alone'), `${await drawn()}`);
  assert.match(await page.locator('article .reason').textContent(), /Dotted is what was asked for the first time/);
  const door = page.locator('.acts a', { hasText: 'Ask why at' });
  assert.equal(await door.textContent(), 'Ask why at another time');
  assert.match(await door.getAttribute('href'), /explore\?bin=167&node=Payment&tab=why/);
  // A click on the picture chooses a time, and so do arrows on it; the steps stay where they are.
  const box = await page.locator('.pic').boundingBox();
  await page.mouse.click(box.x + box.width * (132.5 / 288), box.y + box.height / 2);
  assert.equal(await door.textContent(), 'Ask why at 11:00');
  await page.getByRole('slider', { name: 'Time to ask why at' }).press('ArrowRight');
  assert.equal(await door.textContent(), 'Ask why at 11:05');
  assert.equal(new URL(page.url()).searchParams.get('step'), '3');
  assert.ok((await drawn()).includes('11:05'));
  await door.click();
  await page.waitForURL(/explore\?bin=133&node=Payment&tab=why/);
  await page.locator('.why .top', { hasText: 'orders wait at 11:05' }).waitFor();
  await close(page);
  // Nothing comes again there.
  const plain = await stage.create({ templateId: 'support-centre' });
  const other = await stage.page();
  await other.addInitScript(() => (window.__ft = { texts: {} }));
  await other.goto(`${stage.url}/runs/${plain}/story?step=3`);
  await other.locator('.acts a', { hasText: 'Ask why at' }).waitFor();
  assert.ok(!(await other.evaluate(() => window.__ft.texts.picture.map((t) => t.text))).some((t) => t.startsWith('dotted')));
  await close(other);
});

it('what a pile keeps neither waits nor is promised anything, on any page', async () => {
  const [a, b] = [await stage.create({ templateId: 'supply-chain' }), await stage.create({ templateId: 'supply-chain-classes' })];
  const page = await open(`/runs/${b}/explore?node=Undeliverable`);
  const plain = /\bwait|promise|late\b/i;
  const kept = async (locator, name) => {
    const text = (await locator.textContent()).replace(/\s+/g, ' ');
    assert.match(text, /kept/i, `${name}: ${text}`);
    assert.doesNotMatch(text.replace('Why are', ''), plain, `${name}: ${text}`);
  };
  await page.locator('.insp .box').waitFor();
  assert.doesNotMatch(await page.locator('.insp .head').textContent(), plain);
  await kept(page.locator('.insp .kv'), 'Now');
  await kept(page.locator('.insp .box'), 'Why, in short');
  await kept(page.locator('[role=option][aria-selected=true]'), 'the row');
  await page.keyboard.press('v');
  await kept(page.locator('.table tr', { hasText: 'Undeliverable' }), 'table');
  await page.keyboard.press('v');
  await page.keyboard.press('w');
  await page.locator('.why ol .last').waitFor();
  await kept(page.locator('.why .top'), 'Why');
  await kept(page.locator('.why ol .last'), 'Why, sum');
  await page.goto(`${stage.url}/runs/${b}/slo`);
  await settled(page);
  await kept(page.locator('.tile', { hasText: 'Undeliverable' }), 'service level');
  await page.goto(`${stage.url}/compare?runs=${a},${b}`);
  await settled(page);
  await kept(page.locator('.scroll ul.sr li', { hasText: 'Undeliverable' }), 'compare');
  const rows = await page.locator('aside tbody tr', { hasText: 'Undeliverable' }).all();
  for (const row of rows) await kept(row, 'compare, figures');
  await close(page);
});

it('a moment of a run gets a note, which is a flag on its timeline and stays', async () => {
  const page = await open(`/runs/${run}/explore?bin=115`);
  await page.keyboard.press('f');
  await page.keyboard.type('sale mail');
  await page.keyboard.press('Enter');
  const flags = page.locator('.score ul[aria-label="Events and notes"] li');
  await flags.first().waitFor({ state: 'attached' });
  assert.equal(await flags.textContent(), '09:35: sale mail');
  assert.deepEqual((await stage.get(`/v1/runs/${run}/notes`)).notes.map((n) => [n.bin, n.text]), [[115, 'sale mail']]);
  await page.reload();
  await settled(page);
  assert.equal(await flags.textContent(), '09:35: sale mail');
  await page.keyboard.press('f');
  await page.locator('button[aria-label="Remove the note sale mail"]').click();
  await flags.first().waitFor({ state: 'detached' });
  assert.deepEqual((await stage.get(`/v1/runs/${run}/notes`)).notes, []);
  await close(page);
});

it('what a model says happened is flagged in its run and while it is changed', async () => {
  const model = `schemaVersion: 2
grid: {bins: 6, binSize: 30, binUnit: minutes, start: '2026-01-05T08:00:00Z'}
nodes:
  - {id: visitors, kind: const, values: [5, 15, 20, 5, 5, 5]}
  - {id: tills, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "MIN(tills, visitors + SHIFT(waiting, 1))"}
topology:
  nodes:
    - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, queueDepth: waiting, capacity: tills, slaMin: 10}}
  edges: []
events:
  - {at: '09:00', until: '09:59', text: Coach party}
  - {at: 0, text: Doors open}
`;
  const said = ['08:00: Doors open', '09:00 to 10:00: Coach party'];
  const run = await stage.create({ model });
  assert.deepEqual((await stage.get(`/v1/runs/${run}/ui-bundle`)).events, [{ fromBin: 0, toBin: 0, text: 'Doors open' }, { fromBin: 2, toBin: 3, text: 'Coach party' }]);
  for (const path of [`/runs/${run}/explore`, `/models/${run}`]) {
    const page = await open(path);
    const flags = page.locator('.score ul[aria-label="Events and notes"] li');
    await flags.nth(1).waitFor({ state: 'attached' });
    assert.deepEqual(await flags.allTextContents(), said, path);
    await close(page);
  }
});

// Names in other scripts are drawn by the browser: the server's own letters are Latin.
it('a card is copied as an image, with names in any script', async () => {
  const model = `schemaVersion: 1
grid: {bins: 6, binSize: 30, binUnit: minutes}
nodes:
  - {id: visitors, kind: const, values: [5, 15, 20, 5, 5, 5]}
  - {id: tills, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "MIN(tills, visitors + SHIFT(waiting, 1))"}
topology:
  nodes:
    - {id: "NAME", kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, queueDepth: waiting, capacity: tills, slaMin: 10}}
  edges: []
`;
  const drawn = {};
  for (const name of ['Till', '支払い窓口']) {
    const id = await stage.create({ model: model.replace('NAME', name) });
    const page = await open(`/runs/${id}/explore`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const asked = [];
    page.on('request', (r) => /card\./.test(r.url()) && asked.push(r.url().replace(/.*card\./, '')));
    await page.locator('button', { hasText: 'Copy as card' }).click();
    await page.getByText('Card copied').first().waitFor({ state: 'attached' });
    drawn[name] = asked;
    const size = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const image = await createImageBitmap(await item.getType('image/png'));
      return [image.width, image.height];
    });
    assert.deepEqual(size, [1200, 630]);
    await close(page);
  }
  assert.deepEqual(drawn, { Till: ['svg', 'png'], 支払い窓口: ['svg'] });
});

it('studies of every kind are kept by the server, told by their kind, and opened again by their address', async () => {
  const page = await open('/lab?template=order-system&vary=paymentCapacity&from=60&to=96');
  const said = { Goal: /Payment capacity 75\.9\d gives 15 min/, Best: /Payment capacity \d+: longest wait at Payment 0/, Inputs: /moves the longest wait at Payment most/, Draws: /Half of the draws: longest wait at Payment from/ };
  for (const [kind, words] of Object.entries(said)) {
    await page.locator('.kinds button', { hasText: kind }).click();
    await page.locator('.form .pri').click();
    await page.locator('[role=status]', { hasText: 'no run was kept' }).waitFor();
    assert.match(await page.locator('.result h2').textContent(), words);
    await page.reload();
    await settled(page);
    assert.match(await page.locator('.result h2').textContent(), words, 'the address is the study');
  }
  const kinds = (await stage.get('/v1/studies')).items.map((s) => s.kind);
  assert.deepEqual(kinds.slice(0, 4), ['ensemble', 'sensitivity', 'optimize', 'goal-seek']);
  await page.locator('button[aria-label="Delete this study"]').first().click();
  await page.locator('.past').nth(kinds.length - 1).waitFor({ state: 'detached' });
  assert.equal((await stage.get('/v1/studies')).items.length, kinds.length - 1);
  await close(page);
});
