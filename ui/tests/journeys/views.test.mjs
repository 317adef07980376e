// A person looks at a run in other ways: as the graph on a plane of its own, as one class of its items, and at a
// capacity that several nodes share.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { longNames, tree } from '../support/models.mjs';
import { drawn, openStage, settled } from '../support/stage.mjs';

let stage;
before(async () => (stage = await openStage()));
after(() => stage?.close());

const open = async (run, query = '', options) => {
  const page = await stage.page(options);
  await page.addInitScript(() => (window.__ft = { texts: {} }));
  await page.goto(`${stage.url}/runs/${run}/explore${query}`);
  await settled(page);
  return page;
};
const zoom = (page) => page.locator('.graph output').textContent();
const words = (page) => page.evaluate(() => window.__ft.graph.map((t) => t.text));

// Words of the graph that meet, or that leave its canvas.
const faults = (page) => page.evaluate(() => {
  const canvas = document.querySelector('.graph canvas:last-of-type');
  const boxes = window.__ft.graph.filter((b) => b.x + b.width > 0 && b.x < canvas.clientWidth && b.y + b.height > 0 && b.y < canvas.clientHeight);
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1.5 && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 1.5).map((b) => `${a.text} / ${b.text}`));
});

it('the graph: far shapes, then names, then figures, then charts; by keys, by the wheel, and back to all of it', async () => {
  const run = await stage.create({ templateId: 'order-system' });
  const page = await open(run);
  await page.keyboard.press('a');
  await page.locator('.graph').waitFor();
  await page.waitForURL(/view=graph/);
  assert.match(await zoom(page), /figures/);
  assert.ok((await words(page)).includes('72 of 72 /5\u202fmin'), 'a card has its figures');
  for (let i = 0; i < 5; i++) await page.keyboard.press('+');
  await drawn(page);
  assert.match(await zoom(page), /charts/);
  assert.ok((await words(page)).some((w) => /429 waiting, 29.8/.test(w)));
  for (let i = 0; i < 7; i++) await page.keyboard.press('-');
  await drawn(page);
  assert.match(await zoom(page), /names/);
  assert.ok((await words(page)).includes('Payment') && !(await words(page)).includes('429'));
  for (let i = 0; i < 9; i++) await page.keyboard.press('-');
  await drawn(page);
  assert.match(await zoom(page), /shapes/);
  assert.deepEqual(await words(page), ['Payment \u00b7 100\u202f%'], 'of shapes the selected one alone is named');
  await page.keyboard.press('0');
  assert.match(await zoom(page), /figures/);
  const box = await page.locator('.graph').boundingBox();
  await page.mouse.move(box.x + 500, box.y + 300);
  await page.mouse.wheel(0, -900);
  await drawn(page);
  assert.match(await zoom(page), /figures|charts/);
  assert.notEqual(await zoom(page), '');
  await page.keyboard.press('0');
  // Along the edges, and up and down by place; the cursor of time stays what the other arrows move.
  await page.keyboard.press('Alt+ArrowRight');
  assert.equal(await page.locator('.insp h2').textContent(), 'Fulfilment');
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+ArrowLeft');
  assert.equal(await page.locator('.insp h2').textContent(), 'Storefront');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('.clock .big').textContent(), '14:00\u201314:05');
  const list = page.locator('.graph [role=listbox]');
  await list.focus();
  assert.match(await page.locator(`#${await list.getAttribute('aria-activedescendant')}`).textContent(), /^Storefront, load/);
  await page.reload();
  await settled(page);
  assert.equal(await page.locator('.graph').count(), 1, 'the address says how the run is drawn');
  await page.keyboard.press('a');
  await page.locator('.graph').waitFor({ state: 'detached' });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

it('a click selects, a drag pans, and nothing moves by itself; no request is sent', async () => {
  const run = await stage.create({ templateId: 'order-system' });
  const page = await open(run, '?view=graph');
  const asked = [];
  page.on('request', (r) => /\/(v1|api)\//.test(r.url()) && !/(healthz|pageSize=1|\/jobs|explain\?.*)$/.test(r.url()) && asked.push(r.url()));
  const at = async (name) => page.evaluate((n) => { const t = window.__ft.graph.find((b) => b.text === n); const c = document.querySelector('.graph canvas:last-of-type').getBoundingClientRect(); return { x: c.x + t.x + 4, y: c.y + t.y + 4 }; }, name);
  const fulfilment = await at('Fulfilment');
  await page.mouse.click(fulfilment.x, fulfilment.y);
  assert.equal(await page.locator('.insp h2').textContent(), 'Fulfilment');
  assert.deepEqual(await at('Fulfilment'), fulfilment);
  const box = await page.locator('.graph').boundingBox();
  await page.mouse.move(box.x + 200, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 260, box.y + 100, { steps: 4 });
  await page.mouse.up();
  const moved = await at('Fulfilment');
  assert.deepEqual([Math.round(moved.x - fulfilment.x), Math.round(moved.y - fulfilment.y)], [60, 40]);
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
  assert.deepEqual(await at('Fulfilment'), moved);
  assert.deepEqual(asked, []);
  await page.context().close();
});

it('graphs of 36 and 1,000 nodes, long and CJK names: words keep apart at every level, and the page stays small', async () => {
  const runs = { 36: await stage.create({ model: tree(36) }), names: await stage.create({ model: longNames(12) }), 1000: await stage.create({ model: tree(1000, { bins: 96 }) }), 'supply chain': await stage.create({ templateId: 'supply-chain-classes' }) };
  const found = [];
  for (const [name, id] of Object.entries(runs)) {
    const page = await open(id, '?view=graph');
    for (let i = 0; i < 16; i++) {
      for (const fault of await faults(page)) found.push(`${name} at ${await zoom(page)}: ${fault}`);
      await page.keyboard.press('+');
      await drawn(page);
    }
    const elements = await page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok(elements < 1500, `${name}: ${elements} elements`);
    await page.keyboard.press('0');
    const steps = await page.evaluate(async () => {
      const out = [];
      for (let i = 0; i < 30; i++) {
        const start = performance.now();
        dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 ? 'ArrowRight' : 'ArrowLeft' }));
        await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
        out.push(performance.now() - start);
      }
      return out.sort((a, b) => a - b);
    });
    console.log(`# ${name}: a step of the cursor is drawn after ${steps[15].toFixed(0)} ms`);
    assert.ok(steps[15] < 150, `${name}: ${steps[15]} ms a step`);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
  assert.deepEqual(found, []);
});

it('a class: its chip gives its figures to score and panel, and is in the address', async () => {
  const run = await stage.create({ templateId: 'supply-chain-classes' });
  const window = await stage.get(`/v1/runs/${run}/state_window`);
  const factory = window.nodes.find((n) => n.id === 'Factory');
  const page = await open(run, '?bin=70&node=Factory');
  const value = (label) => page.locator('.kv tr', { has: page.locator('th', { hasText: label }) }).locator('.value').getAttribute('title');
  assert.equal(await value(/^Waiting/), `Copy ${factory.series.queue[70]}`);
  assert.equal(await page.locator('.by tbody tr').count(), 3);
  const cell = await page.locator('.by tr', { hasText: 'Wholesale' }).locator('td').first().getAttribute('title');
  assert.equal(cell, String(factory.byClass.Wholesale.queue[70]));
  await page.locator('.classes button', { hasText: 'Wholesale' }).click();
  assert.equal(await value(/^Waiting/), `Copy ${factory.byClass.Wholesale.queue[70]}`);
  assert.equal(await value(/^Wait, all/), `Copy ${factory.series.wait[70]}`);
  await page.waitForURL(/class=Wholesale/);
  await page.reload();
  await settled(page);
  assert.equal(await value(/^Waiting/), `Copy ${factory.byClass.Wholesale.queue[70]}`);
  assert.match(await page.locator('.keys').textContent(), /Wholesale customers/);
  // Why is of the class, too.
  const asked = page.waitForRequest(/explain\?node=Factory&metric=queue&class=Wholesale/);
  await page.keyboard.press('w');
  await asked;
  await page.locator('.why h3', { hasText: / of Wholesale customers wait at / }).waitFor();
  await page.keyboard.press('w');
  await page.waitForURL((url) => !url.searchParams.has('tab'));
  // A pile waits for nothing, of any class.
  await page.goto(`${stage.url}/runs/${run}/explore?node=Undeliverable`);
  await settled(page);
  assert.match(await page.locator('.keys').textContent(), /kept at Undeliverable/);
  await page.goBack();
  await settled(page);
  await page.locator('.classes button', { hasText: 'All' }).click();
  assert.equal(await value(/^Waiting/), `Copy ${factory.series.queue[70]}`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

it('a shared capacity is a row of its own, and the links of a member name the others', async () => {
  const run = await stage.create({ templateId: 'shared-database' });
  const page = await open(run, '?node=Search&tab=links&bin=150');
  const drawnWords = await page.evaluate(() => Object.values(window.__ft.texts).flat().filter(Boolean).map((t) => t.text));
  assert.ok(drawnWords.includes('database') && drawnWords.includes('full: what each took of it'));
  const told = await page.locator('ul[aria-label="Shared capacities"]').textContent();
  assert.match(told, /database, shared, 900 of 900 .*by Checkout, Search, Reports/);
  await page.locator('.insp h3', { hasText: 'Shares database' }).waitFor();
  await page.locator('.insp .link', { hasText: 'Reports' }).click();
  assert.equal(await page.locator('.insp h2').textContent(), 'Reports');
  assert.deepEqual(page.faults, []);
  await page.context().close();
  const phone = await open(run, '?bin=150', { viewport: { width: 390, height: 844 } });
  const onPhone = await phone.evaluate(() => Object.values(window.__ft.texts).flat().filter(Boolean).map((t) => t.text));
  assert.ok(onPhone.includes('database') && onPhone.some((t) => /^shared, 900 of 900/.test(t)), onPhone.join());
  assert.deepEqual(phone.faults, []);
  await phone.context().close();
});

const whatIf = async (path, options) => {
  const page = await stage.page(options);
  await page.addInitScript(() => (window.__ft = { texts: {} }));
  await page.goto(stage.url + path);
  await page.locator('.status', { hasText: 'Computed in this page' }).waitFor({ state: 'attached' }); // the phone hides it
  await settled(page);
  return page;
};

it('What-if has the row of a shared capacity, whose numbers are those of the run, and follows an input', async () => {
  const run = await stage.create({ templateId: 'shared-database' });
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const page = await whatIf(`/models/shared-database?from=${run}&bin=150&p.databaseCapacity=950`, { viewport });
    const list = page.locator('ul[aria-label="Shared capacities"]');
    assert.match(await list.textContent(), /database, shared, 950 of 950 .*by Checkout, Search, Reports/);
    const drawnWords = await page.evaluate(() => Object.values(window.__ft.texts).flat().filter(Boolean).map((t) => t.text));
    assert.ok(drawnWords.includes('database'), drawnWords.join());
    await page.locator('#try-databaseCapacity').fill('1000');
    await page.locator('#try-databaseCapacity').press('Enter');
    await list.locator('li', { hasText: /of 1\s?000 / }).waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
});

it('What-if has the classes, and Why there is of the chosen one', async () => {
  const run = await stage.create({ templateId: 'supply-chain-classes' });
  const window_ = await stage.get(`/v1/runs/${run}/state_window`);
  const part = window_.nodes.find((n) => n.id === 'Factory').byClass.Wholesale.queue[70];
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const page = await whatIf(`/models/supply-chain-classes?from=${run}&bin=70&node=Factory`, { viewport });
    assert.match((await page.locator('.keys').textContent()).replace(/\s/g, ''), new RegExp(`Wholesalecustomers${Math.round(part)}`));
    await page.locator('.classes button', { hasText: 'Wholesale' }).click();
    await page.keyboard.press('w');
    const said = page.locator('.because .why h3', { hasText: / of Wholesale customers wait at / });
    await said.waitFor();
    assert.ok(Math.abs(Number(await said.getAttribute('title')) - part) < 1e-9);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
});

it('beside many rows the metric comes first, then which rows, then the view', async () => {
  const page = await open(await stage.create({ model: tree(36) }));
  const groups = await page.locator('.ctl [role=group]').evaluateAll((all) => all.map((el) => el.getAttribute('aria-label')));
  assert.deepEqual(groups, ['Metric', 'Rows', 'View']);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

it('an input that was another for some hours is told with its times, among the runs and in a comparison', async () => {
  const [a, b] = [await stage.create({ templateId: 'order-system' }), await stage.create({ templateId: 'order-system', settings: ['paymentCapacity[11:00..15:00]*=1.2'] })];
  const page = await stage.page();
  await page.goto(`${stage.url}/runs`);
  await page.locator(`[data-run="${b}"]`, { hasText: 'Payment capacity 11:00\u201315:00 \u00d7 1.2' }).waitFor();
  assert.match(await page.locator(`[data-run="${a}"]`).textContent(), /Defaults/);
  await page.goto(`${stage.url}/compare?runs=${a},${b}`);
  await page.getByText('86.4 instead of 72 from 11:00 to 15:00', { exact: true }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
