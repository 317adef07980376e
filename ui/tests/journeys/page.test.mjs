// The engine in the page: values are tried without a request, a saved run has the same bits, a broken text says what
// `flowtime validate` says; and the what-if as one file, from a disk, without a network.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { tree } from '../support/models.mjs';
import { freePort, PROGRAM } from '../support/program.mjs';
import { drawn, openStage, settled } from '../support/stage.mjs';
import { findFaults, watchCanvas } from '../support/words.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let stage;
before(async () => (stage = await openStage()));
after(() => stage?.close());

const it = (name, play) => test(name, { timeout: 180_000 }, play);

async function open(path, options = {}, prepare = null) {
  const page = await stage.page(options);
  if (prepare) await page.addInitScript(prepare);
  await page.goto(stage.url + path);
  await settled(page);
  return page;
}
async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}
const status = (page) => page.locator('.status').textContent();
// The sentence of effect comes to say so.
const says = (page, words) => page.locator('.effect', { hasText: words }).waitFor({ timeout: 20_000 });
// What the status bar asks now and then has nothing to do with what is tried, nor has the icon.
const countRequests = (page) => {
  const asked = [];
  page.on('request', (r) => /\/(healthz|v1\/jobs|v1\/runs\?pageSize=1|favicon\.svg)$/.test(r.url()) || asked.push(r.url()));
  return asked;
};
const shell = (...words) => execFileSync(PROGRAM, words, { encoding: 'utf8' });

// The slider of an input is moved as a person drags it, one step after another.
async function slide(page, label, values) {
  const slider = page.getByLabel(`${label}, slider`);
  const times = [];
  for (const value of values) times.push(await slider.evaluate(slideOnce, String(value)));
  return times;
}
// From the input to the frame after the page has its answer: the picture is on the screen.
const slideOnce = (slider, value) =>
  new Promise((done) => {
    const start = performance.now();
    const seen = new MutationObserver(() => {
      seen.disconnect();
      requestAnimationFrame(() => done(performance.now() - start));
    });
    seen.observe(document.querySelector('.legend'), { attributeFilter: ['data-trips'] });
    slider.value = value;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
const middle = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
const ms = (times) => `least ${Math.min(...times).toFixed(1)} ms, median ${middle(times).toFixed(1)} ms, most ${Math.max(...times).toFixed(1)} ms`;

it('a slider of the flagship asks the server nothing; the status bar says where it was computed', async () => {
  const page = await open('/models/order-system');
  assert.match(await status(page), /Computed in this page in/);
  await slide(page, 'Payment capacity', [73]);
  const asked = countRequests(page);
  const times = await slide(page, 'Payment capacity', Array.from({ length: 40 }, (_, i) => 74 + (i % 12)));
  assert.deepEqual(asked, [], 'requests while sliding');
  await says(page, /Before: Payment fell behind/);
  console.log(`order-system, slider to repaint: ${ms(times)} over ${times.length} steps, 0 requests`);
  await close(page);
});

// A new window of Chromium first loads pages of its own (its address bar is one: 0.2 s of a core). A person's window
// has done so long before; what is cold here is this page: a profile without a cache.
const WINDOW_IS_READY = 1500;

it('the first evaluation after opening', async () => {
  const page = await stage.page();
  await page.waitForTimeout(WINDOW_IS_READY);
  await page.goto(`${stage.url}/models/order-system`);
  const took = await page.waitForFunction(() => /Computed in this page/.test(document.querySelector('.status')?.textContent ?? '') && performance.now());
  console.log(`order-system, from the address to the first evaluation, cold: ${(await took.jsonValue()).toFixed(0)} ms`);
  await close(page);
});

it('1,000 nodes over 1,000 bins: a constant of the model is slid, without a request', async () => {
  const run = await stage.create({ model: tree(1000, { bins: 1000 }) });
  const page = await open(`/models/${run}`);
  assert.match(await status(page), /Computed in this page/);
  await slide(page, 'demand, times', [1.01]);
  const asked = countRequests(page);
  const times = await slide(page, 'demand, times', [1.02, 1.04, 1.06, 1.08, 1.1, 1.08, 1.06, 1.04, 1.02]);
  assert.deepEqual(asked, [], 'requests while sliding');
  console.log(`1,000 × 1,000, slider to repaint: ${ms(times)} over ${times.length} steps, 0 requests`);
  await close(page);
});

it('a page that is left ends its worker', async () => {
  const page = await open('/models/order-system');
  assert.equal(page.workers().length, 1);
  await page.locator('nav a[aria-label=Runs]').click();
  await page.waitForURL(/\/runs/);
  await page.waitForTimeout(200);
  assert.equal(page.workers().length, 0);
  await page.goBack();
  await page.locator('.status', { hasText: 'Computed in this page' }).waitFor();
  assert.equal(page.workers().length, 1);
  await page.goto(`${stage.url}/lab?template=order-system&vary=paymentCapacity`);
  await settled(page);
  assert.match(await status(page), /Computed in this page/);
  await page.locator('nav a[aria-label=Home]').click();
  await page.waitForTimeout(400);
  await close(page);
});

// What all renderers of the browser hold, in bytes, after the page has let go of what it no longer uses.
async function bytesOf(page) {
  const own = await page.context().newCDPSession(page);
  await own.send('HeapProfiler.collectGarbage');
  await own.detach();
  const browser = await stage.browser.newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  await browser.detach();
  const resident = (pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { id }) => sum + resident(id), 0);
}

it('the memory of a large what-if is given back each time its page is left', async () => {
  const run = await stage.create({ model: tree(1000, { bins: 1000 }) });
  const values = 6000 * 1000 * 8; // the series that the engine keeps
  const page = await open(`/models/${run}`);
  const held = [];
  const left = [];
  for (let i = 0; i < 3; i++) {
    await page.locator('.status', { hasText: 'Computed in this page' }).waitFor({ timeout: 60_000 });
    held.push(await bytesOf(page));
    await page.locator('nav a[aria-label=Runs]').click();
    await page.waitForURL(/\/runs/);
    await settled(page);
    left.push(await bytesOf(page));
    await page.goBack();
  }
  const mb = (list) => list.map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`).join(', ');
  console.log(`1,000 × 1,000, what the renderers hold: open ${mb(held)}; left ${mb(left)}`);
  held.forEach((bytes, i) => assert.ok(bytes - left[i] > values, `${mb([bytes])} open, ${mb([left[i]])} left`));
  assert.ok(left[2] - left[0] < values / 2, `it grows: ${mb(left)}`);
  await close(page);
});

it('a saved run has the bits that the page computed, and the page shows it', async () => {
  const page = await open('/models/order-system?p.paymentCapacity=76&p.retryRatio=0.5');
  await page.keyboard.press('Control+s');
  await page.locator('.saved summary', { hasText: 'Same bits' }).waitFor();
  assert.match(await page.locator('.saved summary').textContent(), /all \d+ series of the run have the hashes that this page computed/);
  await page.locator('.saved summary').click();
  const rows = await page.locator('.hashes tbody tr').count();
  const id = decodeURIComponent((await page.locator('a', { hasText: 'Open the run' }).getAttribute('href')).match(/runs\/([^/]+)/)[1]);
  const { series } = await stage.get(`/v1/runs/${id}/index`);
  assert.equal(rows, series.length);
  const shown = await page.locator('.hashes tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((c) => c.textContent)));
  for (const [name, hash] of shown) assert.equal(hash, `${series.find((s) => s.bareId === name).hash.slice(7, 23)}…`);
  await page.locator('#try-paymentCapacity').fill('77');
  await page.locator('#try-paymentCapacity').press('Enter');
  await page.locator('.saved').waitFor({ state: 'detached' }); // of another trial than is on show
  await close(page);
});

it('a stretch of time is dragged over the map: a sentence, undo, the command, the same bits', async () => {
  const page = await open('/models/order-system');
  await page.getByLabel(/Change Payment capacity for some time/).click();
  await page.locator('.aim', { hasText: 'Drag over the map' }).waitFor();
  const map = await page.locator('.score .scroller').boundingBox();
  const y = map.y + map.height * 0.5;
  const at = (share) => map.x + 388 + (map.width - 388 - 120) * share;
  await page.mouse.move(at(0.3), y);
  await page.mouse.down();
  await page.mouse.move(at(0.5), y, { steps: 5 });
  await page.mouse.move(at(0.72), y, { steps: 5 });
  await page.mouse.up();
  await page.locator('.stretch').first().waitFor();
  const value = page.getByLabel('Payment capacity there');
  assert.equal(await value.inputValue(), '72');
  await value.fill('90');
  await value.press('Enter');
  await page.locator('.effect', { hasText: /Payment capacity 90 from \d\d:\d\d to \d\d:\d\d: / }).waitFor();
  const [from, to] = await Promise.all(['From bin', 'To bin'].map(async (label) => Number(await page.getByLabel(label).inputValue())));
  assert.ok(from < to && to < 288, `${from} to ${to}`);
  await page.keyboard.press('Control+s');
  await page.locator('.saved summary', { hasText: 'Same bits' }).waitFor();
  const saved = await page.locator('a', { hasText: 'Open the run' }).getAttribute('href');
  const id = decodeURIComponent(saved.match(/runs\/([^/]+)/)[1]);
  const run = (await stage.get('/v1/runs?pageSize=100')).items.find((r) => r.runId === id);
  assert.equal(run.parameters.paymentCapacity[from], 90);
  assert.equal(run.parameters.paymentCapacity[from - 1], 72);
  // The command makes the same run.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('button', { hasText: 'Copy as patch' }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(command, `flowtime run --template-id order-system --set 'paymentCapacity[${from}..${to}]=90'`);
  shell(...command.replace(/'/g, '').split(' ').slice(1), '--data-dir', join(stage.folder, 'shell'), '--run-id', 'patch');
  const index = JSON.parse(readFileSync(join(stage.folder, 'shell/runs/patch/series/index.json'), 'utf8'));
  const { series } = await stage.get(`/v1/runs/${run.runId}/index`);
  assert.deepEqual(index.series.map((s) => s.hash), series.map((s) => s.hash));
  await page.locator('main').focus();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.locator('.stretch').first().waitFor({ state: 'detached' });
  await says(page, /Payment fell behind/);
  await close(page);
});

it('a text that is broken says what validate says, at its place', async () => {
  const page = await open('/models/order-system');
  await page.locator('.text button', { hasText: 'Edit' }).click();
  const area = page.locator('textarea');
  await area.waitFor();
  await page.waitForFunction(() => document.querySelector('textarea').value.includes('schemaVersion'));
  const model = await area.inputValue();
  const wrongs = [['payment_capacity', 'payment_capcity'], ['schemaVersion: 1', 'schemaVersion: 1\nnonsense: 3'], ['bins: 288', 'bins: none'], ['kind: serviceWithBuffer', 'kind: [']];
  for (const [good, bad] of wrongs) {
    const text = model.replace(good, bad);
    assert.notEqual(text, model);
    const file = join(stage.folder, 'order-system.yaml');
    writeFileSync(file, text);
    let said = '';
    try {
      shell('validate', file, '--tier', 'compile', '--json');
    } catch (failed) {
      said = failed.stdout;
    }
    const { errors } = JSON.parse(said);
    assert.ok(errors.length > 0);
    await area.fill(text);
    await page.locator('.problems li', { hasText: errors[0].message.slice(0, 40) }).waitFor();
    const shown = await page.locator('.problems li').allTextContents();
    errors.slice(0, 6).forEach((e, i) => assert.equal(shown[i].trim(), `${e.line > 0 ? `Line ${e.line}` : 'The text'} ${e.message}${e.remedy ? ` ${e.remedy}` : ''}`));
  }
  await area.fill(model);
  await page.locator('.problems li').first().waitFor({ state: 'detached' });
  await close(page);
});

it('Why of values that are tried: it adds up to what the map shows, and asks the server nothing', async () => {
  const page = await open('/models/order-system');
  await slide(page, 'Payment capacity', [74]);
  const asked = countRequests(page);
  const waiting = async () => (await page.locator('[role=option][aria-selected=true]').textContent()).match(/([\d\u202f]+) waiting/)[1];
  const because = page.locator('.because');
  const title = (words) => because.locator('h3', { hasText: words }).waitFor({ timeout: 10_000 });
  await page.locator('main').focus();
  await page.keyboard.press('w');
  await title(`${await waiting()} orders wait at 13:55`);
  assert.equal(await waiting(), '315');
  assert.equal(await because.locator('ol li.last b').textContent(), '315');
  await because.locator('text=Adds up, rest 0').waitFor();
  assert.match(await because.locator('ol').textContent(), /74 × 60 bins, paymentCapacity/);
  // It follows the values, the cursor and the node; a number of the bin opens its own.
  await slide(page, 'Payment capacity', [73]);
  assert.notEqual(await waiting(), '315');
  await title(`${await waiting()} orders wait at 13:55`);
  await page.locator('main').focus();
  await page.keyboard.press('ArrowRight');
  await title(`${await waiting()} orders wait at 14:00`);
  await because.locator('.tree button').first().click();
  await title(/items|orders/);
  await because.locator('button', { hasText: 'Back' }).click();
  await page.locator('main').focus();
  await page.keyboard.press('ArrowUp');
  await because.locator('h2', { hasText: 'Storefront' }).waitFor();
  await title(/at 14:00/);
  await page.keyboard.press('Escape');
  await because.waitFor({ state: 'detached' });
  assert.deepEqual(asked, []);
  await close(page);
});

it('a computation that takes too long is ended, and the page says so', async () => {
  const page = await open('/models/order-system?p.bins=2016', {}, () => (globalThis.__ftPatience = 1));
  await page.locator('.problem', { hasText: /did not answer within .* and was ended/ }).waitFor();
  // Both of its first questions are ended; a worker that is on its way for the second loads the module first.
  for (let i = 0; i < 200 && page.workers().length > 0; i++) await page.waitForTimeout(50);
  assert.equal(page.workers().length, 0);
  await close(page);
});

it('without WebAssembly the server computes, and the status bar says why', async () => {
  const page = await open('/models/order-system?p.paymentCapacity=76', {}, () => delete globalThis.WebAssembly);
  assert.match(await status(page), /Computed by the server.*This browser has no WebAssembly/);
  await says(page, /Nothing waited longer than promised/);
  await page.locator('.effect button', { hasText: 'Why' }).click();
  await page.locator('.because', { hasText: 'Save them as a run and open Why there' }).waitFor();
  await page.keyboard.press('Control+s');
  await page.locator('.saved', { hasText: 'nothing to compare' }).waitFor();
  await close(page);
});

// Words collide or are cut off nowhere, and axe finds nothing, in a state of a page.
async function looksRight(page, state) {
  await drawn(page);
  assert.deepEqual(await page.evaluate(findFaults), [], state);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`), [], state);
}

it('the what-if looks right in each of its states, wide and narrow', async () => {
  const run = await stage.create({ templateId: 'order-system', parameters: {} });
  for (const [width, colorScheme] of [[1440, 'dark'], [1024, 'light'], [390, 'light']]) {
    const page = await open(`/models/order-system?from=${run}&p.paymentCapacity=77`, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true }, watchCanvas);
    await looksRight(page, `${width}: as it opens`);
    await page.keyboard.press('w');
    await page.locator('.because ol').waitFor();
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme });
      await looksRight(page, `${width}: Why, ${theme}`);
    }
    await page.keyboard.press('Escape');
    // Where there is room for both, the text is open from the start.
    assert.equal(await page.locator('.spine').count(), width < 1440 ? 1 : 0);
    if (width < 1440) await page.locator('.spine').click();
    await looksRight(page, `${width}: the text is open`);
    await page.getByLabel(/for some time/).first().click();
    await looksRight(page, `${width}: a stretch is to be dragged`);
    await page.keyboard.press('Control+s');
    await page.locator('.saved summary').waitFor();
    await looksRight(page, `${width}: saved`);
    await close(page);
  }
});

// One file, from a disk, in a browser without a network.
async function openAlone(name, words, hash = '', options = {}) {
  const file = join(stage.folder, name);
  shell('export-page', ...words, '--output', file);
  const context = await stage.browser.newContext({ viewport: { width: 1440, height: 900 }, offline: true, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.asked = [];
  page.on('pageerror', (e) => page.faults.push(e.message));
  page.on('console', (m) => m.type() === 'error' && page.faults.push(m.text()));
  page.on('request', (r) => /^https?:/.test(r.url()) && page.asked.push(r.url()));
  await page.goto(pathToFileURL(file).href + hash);
  await page.locator('footer', { hasText: 'Computed in this page' }).waitFor();
  await drawn(page);
  return page;
}
async function closeAlone(page) {
  assert.deepEqual(page.asked, [], 'requests of a page without a network');
  await close(page);
}

it('what-if.html from a disk, offline: finding, slide, edit, share link', async () => {
  const page = await openAlone('what-if.html', ['--template-id', 'order-system']);
  await says(page, /Payment fell behind from 09:00 to 13:55, when 429 orders waited/);
  const times = await slide(page, 'Payment capacity', [73, 74, 75, 76]);
  await says(page, /Nothing waited longer than promised/);
  console.log(`what-if.html from a disk, slider to repaint: ${ms(times)}`);
  await page.locator('button', { hasText: 'Copy link' }).click();
  await page.waitForFunction(() => location.hash.startsWith('#w='));
  const link = await page.evaluate(() => location.href);
  assert.ok(link.length < 6000, `${link.length} letters`);
  // The file is of the program, whose pages may be older than those of this checkout.
  if (await page.locator('.spine').count()) await page.locator('.spine').click();
  await page.locator('.text button', { hasText: 'Edit' }).click();
  await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('schemaVersion'));
  const area = page.locator('textarea');
  const text = await area.inputValue();
  await area.fill(text.replace('payment_queue', 'payment_qeue'));
  await page.locator('.problems li').first().waitFor();
  await area.fill(text);
  await page.locator('.problems li').first().waitFor({ state: 'detached' });
  await says(page, /Nothing waited longer than promised/);
  await closeAlone(page);

  const again = await openAlone('again.html', [join(fileURLToPath(new URL('../../../examples/', import.meta.url)), 'hello.yaml')], new URL(link).hash);
  assert.equal(await again.locator('#try-paymentCapacity').inputValue(), '76');
  await says(again, /Nothing waited longer than promised/);
  await closeAlone(again);
});

it('the page of a run begins with its values and tells its story, step by step', async () => {
  const run = await stage.create({ templateId: 'order-system', parameters: { paymentCapacity: 74 } });
  const page = await openAlone('run.html', [run, '--data-dir', stage.folder, '--story']);
  assert.equal(await page.locator('#try-paymentCapacity').inputValue(), '74');
  const told = [/1 of 5: What happened *Payment fell behind/, /2 of 5: Since when *From \d\d:\d\d on; it was first late at \d\d:\d\d/,
    /3 of 5: Why *From \d\d:\d\d to \d\d:\d\d more was asked for than Payment can do, \d+ too many; second attempts added \d+/,
    /4 of 5: What would help *With payment capacity 76 instead of 74: Nothing waited longer than promised/,
    /5 of 5: Side by side *[\d ]+ orders came late or were lost; with the change 0/];
  const value = () => page.locator('#try-paymentCapacity').inputValue();
  for (const [i, words] of told.entries()) {
    if (i > 0) await page.keyboard.press('PageDown');
    await page.locator('.story', { hasText: `${i + 1} of 5` }).waitFor();
    assert.match((await page.locator('.story').textContent()).replace(/\s+/g, ' '), words);
    assert.equal(await value(), i < 3 ? '74' : '76');
  }
  await says(page, /Nothing waited longer than promised/);
  assert.ok(await page.locator('.story button').last().isDisabled());
  for (let i = 0; i < 2; i++) await page.locator('.story button', { hasText: 'Back' }).click();
  assert.equal(await value(), '74');
  await says(page, /Payment fell behind/);
  await closeAlone(page);
  for (const width of [1440, 390]) {
    const looked = await openAlone('run.html', [run, '--data-dir', stage.folder, '--story'], '', { viewport: { width, height: 900 }, bypassCSP: true });
    await looksRight(looked, `what-if.html, ${width}`);
    await closeAlone(looked);
  }
});

it('a story saves itself as the file that export-page makes, and that file opens without a network', async () => {
  const inside = (html, id) => new RegExp(`id="${id}">([^<]*)<`).exec(html)[1];
  const runs = {
    template: await stage.create({ templateId: 'order-system', parameters: { paymentCapacity: 74, retryRatio: 0.5 } }),
    defaults: await stage.create({ templateId: 'support-centre' }),
    model: await stage.create({ model: tree(5, { bins: 48 }) }),
  };
  for (const [name, run] of Object.entries(runs)) {
    const page = await open(`/runs/${run}/story`);
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as one file' }).click()]);
    assert.equal(saved.suggestedFilename(), `${run}-story.html`);
    const file = join(stage.folder, `${name}-saved.html`);
    await saved.saveAs(file);
    await close(page);
    const made = shell('export-page', run, '--data-dir', stage.folder, '--story', '--output', '-');
    const html = readFileSync(file, 'utf8');
    assert.equal(inside(html, 'ft-model'), inside(made, 'ft-model'), name);
    if (name === 'model') assert.equal(JSON.parse(inside(made, 'ft-model')).title, run);
    // Where the pages are those of the program, so is every byte.
    if (stage.url === stage.api) assert.ok(html === made, `${name}: the same bytes`);
    assert.ok(html.includes("connect-src 'none'") && !html.includes("connect-src 'self'"));
  }
  const context = await stage.browser.newContext({ viewport: { width: 1440, height: 900 }, offline: true });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (e) => page.faults.push(e.message));
  await page.goto(pathToFileURL(join(stage.folder, 'template-saved.html')).href);
  await page.locator('.story', { hasText: /1 of 5: What happened *Payment fell behind/ }).waitFor();
  assert.equal(await page.locator('#try-paymentCapacity').inputValue(), '74');
  await close(page);
});

it('a link with the model opens in a static copy of the pages, and at a server where it can be saved', async () => {
  const page = await open('/models/order-system?p.paymentCapacity=76');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('button', { hasText: 'Copy link with model' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('#w='));
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(link.pathname, '/what-if.html');

  const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
  const types = { html: 'text/html', gz: 'application/gzip' };
  const port = await freePort();
  const files = createServer((req, res) => {
    const path = new URL(req.url, 'http://x').pathname.replace('/below/a/path/', '');
    res.setHeader('Content-Type', types[path.split('.').pop()] ?? 'application/octet-stream');
    res.end(readFileSync(join(dist, path)));
  }).listen(port, '127.0.0.1');
  after(() => files.close());
  const alone = await stage.page();
  await alone.goto(`http://127.0.0.1:${port}/below/a/path/what-if.html${link.hash}`);
  await alone.locator('footer', { hasText: 'Computed in this page' }).waitFor();
  await says(alone, /Nothing waited longer than promised/);
  await close(alone);

  const served = await open(link.pathname + link.hash);
  await says(served, /Nothing waited longer than promised/);
  await close(served);

  await page.goto(`${stage.url}/w${link.hash}`);
  await page.reload();
  await settled(page);
  await says(page, /Nothing waited longer than promised/);
  await page.keyboard.press('Control+s');
  await page.locator('.saved summary', { hasText: 'Same bits' }).waitFor();
  await page.goto(`${stage.url}/w${link.hash.slice(0, -30)}`);
  await page.reload();
  await page.locator('.problem', { hasText: 'not whole' }).waitFor();
  await close(page);
});
