// On every page, theme and width: no words collide, are cut off or leave their box; axe finds nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';

import { desks, fan, longNames, noCapacity, series, tree } from '../support/models.mjs';
import { drawn, openStage, settled } from '../support/stage.mjs';
import { findFaults, watchCanvas } from '../support/words.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TEMPLATES = ['order-system', 'it-microservices', 'supply-chain', 'document-pipeline', 'shared-database', 'retry-storm', 'transit-hub', 'network-reliability'];

let stage;
const runs = {};
before(async () => {
  stage = await openStage();
  for (const id of TEMPLATES) runs[id] = await stage.create({ templateId: id });
  runs.other = await stage.create({ templateId: 'order-system', parameters: { paymentCapacity: 78, ordersPerBin: 42, declineRatio: 0.04 } });
  runs.classes = await stage.create({ templateId: 'supply-chain-classes' });
  const shapes = { noTopology: series, one: desks(1), four: desks(4), eight: desks(8), noCapacity, long: longNames(6), long36: longNames(36), fan: fan(8), thirtySix: tree(36), thousand: tree(1000, { bins: 200 }) };
  for (const [name, model] of Object.entries(shapes)) runs[name] = await stage.create({ model });
});
after(() => stage?.close());

const places = () => ({
  home: '/', runs: '/runs', 'runs, nothing found': '/runs?q=nothinglikethis', new: '/new', 'new, a fault': '/new?template=order-system&p.paymentCapacity=-4',
  compare: `/compare?runs=${runs['order-system']},${runs.other}`, 'compare, choosing': '/compare', lost: '/nothing/here', model: '/models/order-system?p.paymentCapacity=76', 'model, classes': '/models/supply-chain-classes', 'model, shared': '/models/shared-database?p.databaseCapacity=950&bin=150', 'no such model': '/models/none', lab: '/lab', story: `/runs/${runs['order-system']}/story`, 'story, why': `/runs/${runs['order-system']}/story?step=3`,
  ...Object.fromEntries(['slo', 'checks', 'files'].map((tab) => [tab, `/runs/${runs['order-system']}/${tab}`])), 'slo, many': `/runs/${runs.thirtySix}/slo`,
  'no such run': '/runs/none/explore', 'new, replay': '/new?template=order-system&capture=none',
  ...Object.fromEntries(['order-system', 'thirtySix', 'thousand', 'one'].map((name) => [`graph ${name}`, `/runs/${runs[name]}/explore?view=graph`])),
  'explore, a class': `/runs/${runs.classes}/explore?class=Retail`, 'explore, why of a class': `/runs/${runs.classes}/explore?class=Retail&node=Factory&bin=70&tab=why`,
  ...Object.fromEntries(Object.entries(runs).map(([name, id]) => [`explore ${name}`, `/runs/${id}/explore`])),
  ...Object.fromEntries(['trends', 'why', 'links', 'checks', 'source'].map((tab) => [`explore, ${tab}`, `/runs/${runs['order-system']}/explore?tab=${tab}`])),
});

// What a look at a place tells: words in every width, axe in both themes, with more contrast and on the phone.
const LOOKS = [
  { name: '1440, light', size: [1440, 900], axe: true },
  { name: '1440, dark', size: [1440, 900], media: { colorScheme: 'dark' }, axe: true },
  { name: '1440, more contrast', size: [1440, 900], media: { colorScheme: 'light', contrast: 'more' }, axe: true },
  { name: '1024', size: [1024, 768], media: { contrast: 'no-preference' } },
  { name: '390', size: [390, 844], axe: true },
];

async function faultsOf(page, look) {
  await page.setViewportSize({ width: look.size[0], height: look.size[1] });
  if (look.media) await page.emulateMedia(look.media);
  await page.waitForTimeout(90);
  await drawn(page);
  const found = await page.evaluate(findFaults);
  if (!look.axe) return found;
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return [...found, ...violations.map((v) => `${v.id} on ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`)];
}

// One document for each place, seen in every way; that a reload at another width is the same is asserted once.
it('no words collide, are cut off or leave their box; axe finds nothing', async () => {
  const page = await stage.page({ colorScheme: 'light' });
  await page.addInitScript(watchCanvas);
  const found = [];
  for (const [place, path] of Object.entries(places())) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(stage.url + path);
    await settled(page);
    await page.evaluate(AXE);
    for (const look of LOOKS) for (const fault of await faultsOf(page, look)) found.push(`${place}, ${look.name}: ${fault}`);
  }
  assert.deepEqual(found, []);
  assert.deepEqual(page.faults, []);
  console.log(`# ${Object.keys(places()).length} places, ${LOOKS.length} looks each, 0 faults`);
  await page.context().close();
});

it('two runs, side by side and through each metric', async () => {
  const page = await stage.page();
  await page.addInitScript(watchCanvas);
  await page.goto(`${stage.url}/compare?runs=${runs['order-system']},${runs.other}`);
  await settled(page);
  // The metrics come with the comparison, after the page itself.
  await page.locator('[aria-label="Metric"] button').first().waitFor();
  const found = [];
  for (const group of ['Runs shown', 'Metric']) {
    for (const button of await page.locator(`[aria-label="${group}"] button`).all()) {
      await button.click();
      await drawn(page);
      for (const fault of await page.evaluate(findFaults)) found.push(`${await button.textContent()}: ${fault}`);
    }
  }
  assert.deepEqual(found, []);
  // A metric asks for other series; its buttons are there again with them.
  await page.locator('[aria-label="Metric"] button').nth(4).waitFor();
  assert.equal(await page.locator('[aria-label="Metric"] button').count(), 5);
  await page.context().close();
});

it('a page that is opened on the phone is as good as one that was made narrow', async () => {
  const page = await stage.page({ viewport: { width: 390, height: 844 } });
  await page.addInitScript(watchCanvas);
  const found = [];
  const look = async (name) => {
    for (const fault of await page.evaluate(findFaults)) found.push(`${name}: ${fault}`);
  };
  for (const path of ['/', '/runs', '/new', `/compare?runs=${runs['order-system']},${runs.other}`]) {
    await page.goto(stage.url + path);
    await settled(page);
    await look(path);
  }
  for (const name of ['order-system', 'supply-chain', 'retry-storm', 'long', 'thirtySix']) {
    await page.goto(`${stage.url}/runs/${runs[name]}/explore`);
    await settled(page);
    await look(name);
    await page.locator('button', { hasText: 'Graph' }).click();
    await drawn(page);
    await look(`${name}, graph`);
  }
  assert.deepEqual(found, []);
  await page.context().close();
});

describe('the document stays small', () => {
  for (const name of ['thousand', 'long36', 'order-system']) {
    it(`explore ${name}: fewer than 1,500 elements`, async () => {
      const page = await stage.page();
      await page.goto(`${stage.url}/runs/${runs[name]}/explore?show=all`);
      await settled(page);
      const count = () => page.evaluate(() => document.querySelectorAll('*').length);
      assert.ok((await count()) < 1500, `${await count()} elements`);
      await page.keyboard.press('v');
      await page.waitForTimeout(200);
      assert.ok((await count()) < 1500, `${await count()} elements in the table`);
      await page.context().close();
    });
  }
});
