// A person reads a run: the finding, the cursor, the selection, the explanation; by keys alone, with no
// request while scrubbing, and with nothing lost on reload.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { tree } from '../support/models.mjs';
import { openStage, settled } from '../support/stage.mjs';

let stage;
let run;
before(async () => {
  stage = await openStage();
  run = await stage.create({ templateId: 'order-system' });
});
after(() => stage?.close());

const open = async (query = '', options) => {
  const page = await stage.page(options);
  await page.goto(`${stage.url}/runs/${run}/explore${query}`);
  await settled(page);
  return page;
};
const clock = (page) => page.locator('.clock .big').textContent();
const value = (page, label) => page.locator('.kv tr', { has: page.locator('th', { hasText: label }) }).locator('.value').first();

it('a run fetches its own page and no other; a link that is pointed at fetches the page that it leads to', async () => {
  const page = await stage.page();
  const files = [];
  page.on('request', (r) => r.resourceType() === 'script' && files.push(r.url().replace(/.*assets\/(\w+).*/, '$1')));
  await page.goto(`${stage.url}/runs/${run}/explore`);
  await settled(page);
  assert.deepEqual(files.sort(), ['Run', 'ahead', 'index', 'shared']); // ahead: starts the engine on pages that use it
  await page.locator('nav a[aria-label=Lab]').hover();
  await page.waitForFunction(() => performance.getEntriesByType('resource').some((r) => /assets\/Lab-/.test(r.name)));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

describe('the cursor', () => {
  it('starts at the peak of what waits and moves by keys', async () => {
    const page = await open();
    assert.equal(await clock(page), '13:55\u201314:00');
    await page.keyboard.press('ArrowRight');
    assert.equal(await clock(page), '14:00\u201314:05');
    await page.keyboard.press('Shift+ArrowLeft');
    assert.equal(await clock(page), '13:10\u201313:15');
    await page.keyboard.press('Home');
    assert.equal(await clock(page), '00:00\u201300:05');
    await page.keyboard.press('End');
    assert.equal(await clock(page), '23:55\u201324:00');
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('asks the server nothing while one scrubs, by key and by pointer', async () => {
    const page = await open('?bin=20');
    const asked = [];
    page.on('request', (r) => /\/(v1|api)\//.test(r.url()) && !/(healthz|pageSize=1|\/jobs)$/.test(r.url()) && asked.push(r.url()));
    for (let i = 0; i < 120; i++) await page.keyboard.press('ArrowRight');
    const box = await page.locator('.score').boundingBox();
    await page.mouse.move(box.x + 420, box.y + 300);
    await page.mouse.down();
    for (let i = 0; i < 60; i++) await page.mouse.move(box.x + 420 + i * 8, box.y + 300);
    await page.mouse.up();
    await page.waitForTimeout(500);
    assert.deepEqual(asked, []);
    await page.context().close();
  });

  it('goes to a time that is typed', async () => {
    const page = await open();
    await page.keyboard.press('g');
    await page.keyboard.type('09:30');
    await page.keyboard.press('Enter');
    assert.equal(await clock(page), '09:30\u201309:35');
    await page.context().close();
  });

  it('plays by the clock and stops', async () => {
    const page = await open('?bin=10');
    await page.keyboard.press(' ');
    await page.waitForTimeout(900);
    await page.keyboard.press(' ');
    const moved = Number(await page.locator('[role=slider]').getAttribute('aria-valuenow')) - 10;
    assert.ok(moved >= 3 && moved <= 9, `${moved} bins in 0.9 s at 8 a second`);
    await page.context().close();
  });
});

describe('the view is in the address', () => {
  it('and comes back on reload', async () => {
    const page = await open();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('t');
    await page.keyboard.press('+');
    await page.waitForTimeout(400);
    const address = page.url();
    assert.match(address, /bin=10/);
    assert.match(address, /node=Fulfilment/);
    assert.match(address, /tab=trends/);
    assert.match(address, /from=\d+&to=\d+/);
    await page.reload();
    await settled(page);
    assert.equal(await clock(page), '00:50\u201300:55');
    assert.equal(await page.locator('.insp h2').textContent(), 'Fulfilment');
    assert.equal(await page.locator('[role=tab][aria-selected=true]').textContent(), 'Trends');
    await page.context().close();
  });

  it('survives nonsense', async () => {
    const page = await open('?bin=abc&node=Nobody&tab=zz&from=9&to=3&show=q');
    assert.equal(await clock(page), '13:55\u201314:00');
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe('the numbers', () => {
  it('equal those of the API in full precision, for 60 places', async () => {
    const window = await stage.get(`/v1/runs/${run}/state_window`);
    const page = await open();
    let seed = 7;
    const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    let compared = 0;
    for (let i = 0; i < 60; i++) {
      const node = window.nodes[random(window.nodes.length)];
      const bin = random(288);
      await page.evaluate(([id, b]) => {
        history.pushState(null, '', `${location.pathname}?bin=${b}&node=${id}`);
        dispatchEvent(new PopStateEvent('popstate'));
      }, [node.id, bin]);
      await page.waitForFunction(([id, b]) => document.querySelector('.insp h2')?.title === id && document.querySelector('[role=slider]').ariaValueNow === String(b), [node.id, bin]);
      const titles = await page.locator('.kv .value').evaluateAll((all) => all.map((el) => el.title.replace('Copy ', '')));
      const known = new Set(Object.values(node.series).map((s) => String(s[bin] ?? '')));
      for (const title of titles) assert.ok(known.has(title), `${node.id} at ${bin}: ${title} is not a value of the API`);
      compared += titles.length;
    }
    assert.ok(compared > 200, `${compared} numbers compared`);
    await page.context().close();
  });

  it('open their explanation, which adds up, and every cause of it', async () => {
    const page = await open('?bin=167&node=Payment');
    await page.locator('.kv th button', { hasText: 'Waiting' }).click();
    await page.locator('.why h3').first().waitFor();
    await settled(page);
    assert.match(await page.locator('.why h3').first().textContent(), /^429 .* at 13:55/);
    assert.equal(await page.locator('.why .right').textContent(), 'Adds up, rest 0');
    const expected = await stage.get(`/v1/runs/${run}/explain?node=Payment&metric=queue&bin=167`);
    assert.ok((await page.locator('.why .words').textContent()).includes(expected.words));
    await page.locator('.tree .lk').first().click();
    await page.locator('.why button', { hasText: 'Back' }).waitFor();
    await settled(page);
    assert.match(await page.locator('.why h3').first().textContent(), /13:50/);
    await page.context().close();
  });
});

describe('keys and ears', () => {
  it('one tab stop for the time, one for the rows; the row says in words what is drawn', async () => {
    const page = await open('?bin=167&node=Payment');
    const list = page.locator('.score [role=listbox]');
    await list.focus();
    const id = await list.getAttribute('aria-activedescendant');
    const words = await page.locator(`#${id}`).textContent();
    assert.match(words, /^Payment, (load|utilization) \d+.*429 waiting/);
    await page.keyboard.press('ArrowUp');
    assert.match(await page.locator(`#${await list.getAttribute('aria-activedescendant')}`).textContent(), /^Storefront/);
    assert.match(await page.locator('[role=slider]').getAttribute('aria-valuetext'), /13:55.14:00, bin 168 of 288/);
    const stops = await page.locator('.score').evaluate((el) => [...el.querySelectorAll('[tabindex="0"]')].length);
    assert.equal(stops, 2);
    await page.context().close();
  });

  it('the table holds every node and sorts', async () => {
    const page = await open();
    await page.keyboard.press('v');
    assert.deepEqual((await page.locator('.table tbody th').allTextContents()).map((t) => t.trim()), ['Storefront', 'Payment', 'Fulfilment', 'Carrier']);
    await page.locator('.table thead button', { hasText: 'Waiting' }).click();
    assert.equal((await page.locator('.table tbody th').first().textContent()).trim(), 'Payment');
    await page.context().close();
  });

  it('the overlay names the shortcuts and closes by Escape', async () => {
    const page = await open();
    await page.keyboard.press('?');
    await page.locator('dialog[open]', { hasText: 'Next change of verdict' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('follows the theme of the system until one is chosen', async () => {
    const page = await open('', { colorScheme: 'dark' });
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    assert.equal(await theme(), 'dark');
    await page.locator('button[aria-label=Settings]').click();
    await page.locator('[role=dialog] button', { hasText: 'Light' }).click();
    assert.equal(await theme(), 'light');
    await page.reload();
    await settled(page);
    assert.equal(await theme(), 'light');
    await page.context().close();
  });
});

// Time in script (not idle, not the browser's own) over 120 steps, as the profiler of the browser sees it.
async function scriptPerStep(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 200 });
  await session.send('Profiler.start');
  await page.evaluate(async () => {
    for (let i = 0; i < 120; i++) {
      dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      await new Promise(requestAnimationFrame);
    }
  });
  const { profile } = await session.send('Profiler.stop');
  const names = new Map(profile.nodes.map((n) => [n.id, n.callFrame.functionName]));
  const busy = profile.samples.reduce((sum, id, i) => sum + (['(idle)', '(program)'].includes(names.get(id)) ? 0 : profile.timeDeltas[i]), 0);
  return busy / 1000 / 120;
}

describe('a thousand nodes', () => {
  it('are drawn in at least sixty steps, with the values of the run', async () => {
    const id = await stage.create({ model: tree(1000, { bins: 288 }) });
    const page = await stage.page();
    await page.goto(`${stage.url}/runs/${id}/explore`);
    await settled(page);
    assert.ok(Number(await page.getByRole('slider', { name: 'Time' }).getAttribute('aria-valuemax')) >= 60);
    const { headline } = await stage.get(`/v1/runs/${id}/ui-bundle`);
    const said = await page.locator('[role=option][aria-selected=true]').textContent();
    assert.ok(said.includes(`${Math.round(headline.peak)} waiting`), `${said}, ${headline.peak}`);
    await page.context().close();
  });
  for (const show of ['reported', 'all']) {
    it(`tell what a step of the cursor costs, ${show}`, async () => {
      const big = await stage.create({ model: tree(1000, { bins: 400 }) });
      const page = await stage.page();
      await page.goto(`${stage.url}/runs/${big}/explore?show=${show}`);
      await settled(page);
      const ms = await scriptPerStep(page);
      console.log(`# 1,000 nodes, ${show}: ${ms.toFixed(2)} ms of script a step`);
      assert.ok(ms > 0);
      await page.context().close();
    });
  }
});
