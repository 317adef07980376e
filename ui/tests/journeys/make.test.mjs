// A person makes runs: an example from Home, other inputs, the list, a comparison, deleting; and what the
// pages say when the server is gone.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { desks } from '../support/models.mjs';
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
  assert.match(await page.locator('.find').textContent(), /(Better|Worse): with paymentCapacity (72|76) instead of (72|76)/);
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
