// A person makes runs: an example from Home, other inputs, the list, a comparison, deleting; and what the
// pages say when the server is gone.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';

import { desks } from '../support/models.mjs';
import { PROGRAM } from '../support/program.mjs';
import { openStage, settled } from '../support/stage.mjs';

let stage;
before(async () => (stage = await openStage()));
after(() => stage?.close());

it('Home without runs offers one, and running it opens it', async () => {
  const page = await stage.page();
  await page.goto(stage.url);
  await settled(page);
  await page.locator('button', { hasText: 'Explore this day' }).click();
  await page.waitForURL(/\/runs\/[^/]+\/explore/);
  await settled(page);
  assert.equal(await page.locator('h1').textContent(), 'Web shop from order to parcel');
  await page.locator('a[aria-label="FlowTime, home"]').click();
  await page.locator('.cont .cc').first().waitFor();
  assert.equal(await page.locator('.cont .cc').count(), 1);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

it('the same example twice is one run', async () => {
  const page = await stage.page();
  for (let i = 0; i < 2; i++) {
    await page.goto(stage.url);
    await settled(page);
    await page.locator('.tc', { hasText: 'Web shop' }).click();
    await page.waitForURL(/explore/);
  }
  assert.equal((await stage.get('/v1/runs?templateId=order-system')).totalCount, 1);
  await page.goto(stage.url);
  await page.locator('.tc').nth(12).waitFor();
  const gallery = await page.locator('.tc .title').allTextContents();
  await page.goto(`${stage.url}/new`);
  await page.locator('.list a').nth(12).waitFor();
  assert.deepEqual(await page.locator('.list a').allTextContents(), gallery, 'examples come in one order');
  await page.context().close();
});

it('a model file can be opened, and a broken one says where', async () => {
  const page = await stage.page();
  await page.goto(stage.url);
  await settled(page);
  const file = (text) => ({ name: 'desks.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) });
  await page.locator('input[type=file]').setInputFiles(file(desks(8).replace('SHIFT(waiting, 1)', 'SHIFT(waitin, 1)')));
  await page.locator('[role=alert]', { hasText: 'waitin' }).waitFor();
  await page.locator('input[type=file]').setInputFiles(file(desks(8)));
  await page.waitForURL(/explore/);
  await page.context().close();
});

it('New run refuses what cannot be, offers what can, keeps the draft, runs, and lands on the run', async () => {
  const page = await stage.page();
  await page.goto(`${stage.url}/new?template=order-system`);
  await settled(page);
  const input = page.locator('#in-paymentCapacity');
  await input.fill('-4');
  await page.locator('#bad-paymentCapacity', { hasText: 'At least 1.' }).waitFor();
  assert.equal(await page.locator('.foot .pri').isDisabled(), true);
  await page.locator('#bad-paymentCapacity button').click();
  assert.equal(await input.inputValue(), '1');
  await input.fill('76');
  await page.locator('dd', { hasText: '72' }).first().waitFor();
  await page.reload();
  await settled(page);
  assert.equal(await page.locator('#in-paymentCapacity').inputValue(), '76', 'the draft is kept');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/explore/);
  await settled(page);
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/')[2]);
  const model = await (await fetch(`${stage.api}/v1/runs/${id}/model`)).text();
  assert.match(model, /76/);
  await page.goto(`${stage.url}/new?template=order-system`);
  await settled(page);
  assert.equal(await page.locator('#in-paymentCapacity').inputValue(), '72', 'a draft that was run is done');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

it('Runs finds, selects and compares; the comparison tells the inputs and adds up', async () => {
  const page = await stage.page();
  await page.goto(`${stage.url}/runs?example=order-system`);
  await settled(page);
  await page.locator('[data-run] .check').nth(0).check();
  await page.locator('[data-run] .check').nth(1).check();
  await page.locator('main').focus();
  await page.keyboard.press('c');
  await page.waitForURL(/compare\?runs=/);
  await settled(page);
  assert.match(await page.locator('.find').textContent(), /(Better|Worse): with Payment capacity (72|76) instead of (72|76)/);
  assert.match(await page.locator('aside .note').first().textContent(), /One input changed, so it explains all of it\. Rest 0\./);
  const [a, b] = new URL(page.url()).searchParams.get('runs').split(',');
  await page.keyboard.press('x');
  await page.waitForURL((u) => u.searchParams.get('runs') === `${b},${a}`);
  await settled(page);
  await page.goBack();
  await page.waitForURL((u) => u.searchParams.get('runs') === `${a},${b}`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

it('New run offers inputs of before: what the example proposes, and those of earlier runs', async () => {
  const page = await stage.page();
  await page.goto(`${stage.url}/new?template=order-system`);
  await settled(page);
  const preset = page.locator('.preset select');
  assert.equal(await preset.evaluate((el) => el.selectedOptions[0].text), 'defaults');
  await preset.selectOption({ label: 'Payment capacity 72 \u2192 84' });
  assert.equal(await page.locator('#in-paymentCapacity').inputValue(), '84');
  await page.locator('.says', { hasText: 'No order waits longer than half a minute' }).waitFor();
  const earlier = await preset.locator('optgroup[label="Of earlier runs"] option').evaluateAll((all) => all.map((o) => [o.value, o.text]));
  const [id] = earlier.find(([, text]) => text.startsWith('Payment capacity 72 \u2192 76'));
  await preset.selectOption(id);
  assert.equal(await page.locator('#in-paymentCapacity').inputValue(), '76');
  await page.locator('#in-paymentCapacity').fill('77');
  assert.equal(await preset.evaluate((el) => el.selectedOptions[0].text), 'own inputs');
  await page.locator('button', { hasText: 'Reset 1 change' }).click();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

it('New run as JSON is what Run sends, and the commands make the same run', async () => {
  const page = await stage.page();
  const sent = [];
  page.on('request', (r) => r.method() === 'POST' && /\/v1\/runs$/.test(r.url()) && !r.postData().includes('dryRun') && sent.push(r.postDataJSON()));
  await page.goto(`${stage.url}/new?template=order-system&p.paymentCapacity=79`);
  await settled(page);
  await page.locator('button', { hasText: 'As JSON' }).click();
  const shown = JSON.parse(await page.locator('#as-body').textContent());
  assert.deepEqual(shown, { templateId: 'order-system', parameters: { paymentCapacity: 79 } });
  const curl = await page.locator('#as-curl').textContent();
  const command = await page.locator('#as-command').textContent();
  await page.locator('.texts button').first().click();
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/explore/);
  assert.deepEqual(sent, [shown]);
  const shell = async (text) => (await promisify(execFile)('bash', ['-c', text])).stdout;
  const model = async (id) => (await fetch(`${stage.api}/v1/runs/${id}/model`)).text();
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/')[2]);
  const byCurl = JSON.parse(await shell(curl.replace('curl ', 'curl -s '))).runId;
  assert.equal(await model(byCurl), await model(id));
  const before = new Set((await stage.get('/v1/runs')).items.map((r) => r.runId));
  await shell(`PATH="${dirname(PROGRAM)}:$PATH"; ${command} --data-dir '${stage.folder}'`);
  const made = (await stage.get('/v1/runs')).items.find((r) => !before.has(r.runId));
  assert.equal(await model(made.runId), await model(id));
  await page.context().close();
});

it('Check only says what would be, stores nothing, and puts what is wrong at its place', async () => {
  const page = await stage.page();
  const count = async () => (await stage.get('/v1/runs')).totalCount;
  await page.goto(`${stage.url}/new?template=order-system&p.paymentCapacity=81`);
  await settled(page);
  const had = await count();
  await page.locator('.foot button', { hasText: 'Check only' }).click();
  await page.locator('.checked', { hasText: 'This can be run' }).waitFor();
  await page.locator('.checked summary', { hasText: 'as the server reads them' }).click();
  assert.match(await page.locator('.checked dl').first().textContent(), /paymentCapacity\s*81/);
  assert.equal(await count(), had, 'nothing is stored');
  await page.locator('#in-paymentCapacity').fill('82');
  await page.locator('.checked').waitFor({ state: 'detached' });
  // What the server alone can know.
  await page.route('**/v1/runs', (route) => route.request().method() !== 'POST' ? route.continue() : route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ code: 'x', errors: [{ path: '/parameters/paymentCapacity', code: 'x', message: 'Not on a Monday.', remedy: '', line: 0, column: 0 }] }) }));
  await page.locator('#in-paymentCapacity').fill('83');
  await page.locator('#bad-paymentCapacity', { hasText: 'Not on a Monday.' }).waitFor();
  await page.locator('.foot button', { hasText: 'Check only' }).click();
  await page.locator('.checked', { hasText: 'This cannot be run' }).waitFor();
  await page.context().close();
});

it('an earlier run is captured and replayed, whole and in part; a capture that there is not is told at its place', async () => {
  const page = await stage.page();
  await page.goto(`${stage.url}/new?template=order-system`);
  await settled(page);
  await page.locator('button', { hasText: 'Replay' }).click();
  assert.equal(await page.locator('.foot .pri').isDisabled(), true);
  await page.locator('#capture').fill('nothing-here');
  await page.locator('#bad-capture', { hasText: 'no capture' }).waitFor();
  const make = page.locator('.make');
  if (!(await make.isVisible())) await page.locator('summary', { hasText: 'Make a capture' }).click();
  await make.locator('input').fill('monday');
  await make.locator('button').click();
  await page.locator('.replay .files li').first().waitFor();
  assert.equal(await page.locator('#capture').inputValue(), 'monday');
  await page.locator('summary', { hasText: 'Make a capture' }).click();
  await make.locator('input').fill('monday');
  await make.locator('button').click();
  await page.locator('#bad-make', { hasText: 'already' }).waitFor();
  await page.locator('.files label', { hasText: /Carrier/ }).first().click();
  await page.locator('.replay', { hasText: /\d+ of \d+ series/ }).waitFor();
  await page.locator('button', { hasText: 'As JSON' }).click();
  const body = JSON.parse(await page.locator('#as-body').textContent());
  assert.equal(body.mode, 'telemetry');
  assert.equal(body.telemetry.captureDirectory, 'monday');
  assert.ok(Object.keys(body.telemetry.bindings).length > 3);
  await page.locator('.foot .pri').click();
  await page.waitForURL(/explore/);
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/')[2]);
  const run = await stage.get(`/v1/runs/${id}`);
  assert.equal(run.mode, 'telemetry');
  assert.equal(run.telemetry.capture, 'monday');
  // In another browser it is known from the run that was made of it.
  const other = await stage.page();
  await other.goto(`${stage.url}/new?template=order-system`);
  await settled(other);
  await other.locator('button', { hasText: 'Replay' }).click();
  await other.locator('.known button', { hasText: 'monday' }).waitFor();
  await other.context().close();
  await page.context().close();
});

it('a deleted run is gone, and its address says so', async () => {
  const id = await stage.create({ templateId: 'retry-storm' });
  const page = await stage.page();
  await page.goto(`${stage.url}/runs?example=retry-storm`);
  await settled(page);
  await page.locator('[data-run] .check').check();
  await page.locator('.tray button', { hasText: 'Delete' }).click();
  await page.locator('.toast', { hasText: 'kept for 24 hours' }).waitFor();
  assert.equal((await fetch(`${stage.api}/v1/runs/${id}`)).status, 404);
  await page.goto(`${stage.url}/runs/${id}/explore`);
  await page.locator('[role=alert]', { hasText: 'run_not_found' }).waitFor();
  await page.context().close();
});

it('says so when the server is gone, and what was read stays', async () => {
  const page = await stage.page();
  const id = (await stage.get('/v1/runs')).items[0].runId;
  await page.goto(`${stage.url}/runs/${id}/explore`);
  await settled(page);
  await page.route(/\/(v1|api|healthz)/, (route) => route.abort());
  await page.keyboard.press('ArrowRight');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.keyboard.press('w');
  await page.locator('[role=alert]', { hasText: 'does not answer' }).waitFor();
  assert.equal(await page.locator('.clock .big').isVisible(), true);
  await page.unroute(/\/(v1|api|healthz)/);
  await page.context().close();
});
