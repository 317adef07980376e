// What a page says when something is missing or wrong, and that it can be used by keys alone, larger, with other colours
// and without motion. axe finds nothing in any of these states.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';

import { startProgram } from '../support/program.mjs';
import { desks } from '../support/models.mjs';
import { drawn, openStage, settled } from '../support/stage.mjs';
import { findFaults, watchCanvas } from '../support/words.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCHEMES = ['light', 'dark'];
let stage;
let run;
before(async () => {
  stage = await openStage();
  run = await stage.create({ templateId: 'order-system' });
});
after(() => stage?.close());

async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map((v) => `${v.id} on ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
}
const ROUTES = () => ({ home: '/', runs: '/runs', explore: `/runs/${run}/explore`, slo: `/runs/${run}/slo`, checks: `/runs/${run}/checks`, files: `/runs/${run}/files`, story: `/runs/${run}/story`, new: '/new?template=order-system', model: '/models/order-system', compare: `/compare?runs=${run},${run}`, lab: '/lab' });

// Requests to the API as they are answered in a state.
const STATES = {
  loading: (route) => new Promise(() => void route),
  error: (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ code: 'io_not_readable', detail: 'The disk does not answer.', status: 503 }) }),
  gone: (route) => route.abort(),
};

describe('axe finds nothing', () => {
  for (const state of Object.keys(STATES)) {
    it(`while every page is in the state ${state}`, async () => {
      const found = [];
      for (const colorScheme of SCHEMES) {
        const page = await stage.page({ colorScheme });
        await page.route(/\/(v1|api)\//, STATES[state]);
        for (const [name, path] of Object.entries(ROUTES())) {
          await page.goto(stage.url + path);
          await page.waitForTimeout(120);
          await drawn(page);
          for (const fault of await axe(page)) found.push(`${name}, ${colorScheme}: ${fault}`);
          if (state !== 'loading') assert.ok((await page.locator('[role=alert], [role=status], .empty').count()) > 0, `${name} says nothing`);
        }
        await page.context().close();
      }
      assert.deepEqual(found, []);
      console.log(`# axe: 0 violations on ${Object.keys(ROUTES()).length} routes x ${SCHEMES.length} themes, ${state}`);
    });
  }

  it('and on a server without runs', async () => {
    const empty = await openStage();
    try {
      for (const colorScheme of SCHEMES) {
        const page = await empty.page({ colorScheme });
        for (const path of ['/', '/runs', '/compare', '/lab']) {
          await page.goto(empty.url + path);
          await settled(page);
          assert.deepEqual(await axe(page), [], path);
        }
        await page.context().close();
      }
    } finally {
      await empty.close();
    }
  });
});

describe('what went wrong is said where it did, with what to do', () => {
  it('a job that failed', async () => {
    await fetch(`${stage.api}/v1/runs`, { method: 'POST', headers: { 'Content-Type': 'application/json', Prefer: 'respond-async' }, body: JSON.stringify({ model: desks(8).replace('SHIFT(waiting, 1)', 'SHIFT(waitin, 1)') }) });
    const page = await stage.page();
    await page.goto(`${stage.url}/runs`);
    const wrong = page.locator('[role=status].wrong');
    await wrong.waitFor();
    assert.match(await wrong.textContent(), /did not become a run: .*waitin/);
    assert.deepEqual(await axe(page), []);
    await wrong.locator('button').click();
    await wrong.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('a run that was deleted elsewhere', async () => {
    const gone = await stage.create({ templateId: 'retry-storm' });
    const page = await stage.page();
    await page.goto(`${stage.url}/runs/${gone}/explore`);
    await settled(page);
    await fetch(`${stage.api}/v1/runs/${gone}`, { method: 'DELETE' });
    await page.keyboard.press('w');
    await page.locator('[role=alert]', { hasText: 'run_not_found' }).waitFor();
    assert.equal(await page.locator('.clock .big').isVisible(), true, 'what was read stays');
    assert.deepEqual(await axe(page), []);
    await page.context().close();
  });

  it('addresses that mean nothing', async () => {
    const page = await stage.page();
    for (const path of ['/runs/a%2Fb/explore', '/runs/%F0%9F%98%80/explore', '/compare?runs=,,', '/compare?runs=none,nobody', '/lab?study=none', '/models/%25', `/runs/${run}/story?step=-4`, '/new?template=none', '/nothing/here']) {
      await page.goto(stage.url + path);
      await settled(page);
      const said = await page.locator('#main, main').first().textContent();
      assert.ok(said.trim().length > 10, `${path} says nothing`);
      assert.deepEqual(await axe(page), [], path);
    }
    // What is not even an address is refused by the server: to a program in words, to a browser with the page that says them.
    const bad = `${stage.api}/runs/%E0%A4%A/explore`;
    const refused = await fetch(bad, { headers: { Accept: 'application/json' } });
    assert.equal(refused.status, 400);
    assert.match((await refused.json()).detail, /two hex digits/);
    const shown = await page.goto(bad);
    assert.equal(shown.status(), 400);
    await page.locator('main', { hasText: "'%E0%A4%A' is not a valid runId" }).waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('a server that wants its token', async () => {
    const { mkdtempSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const program = await startProgram(mkdtempSync(join(tmpdir(), 'flowtime-token-')), { FLOWTIME_API_TOKEN: 'a-token-of-thirty-two-characters-' });
    try {
      const page = await stage.page();
      await page.goto(`${program.url}/runs`);
      await page.locator('[role=alert]', { hasText: 'token_required' }).waitFor();
      assert.match(await page.locator('[role=alert]').textContent(), /token/i);
      assert.deepEqual(await axe(page), []);
      await page.context().close();
    } finally {
      await program.stop();
    }
  });

  it('a page whose file does not come says so, and comes when it is tried again', async () => {
    const page = await stage.page();
    await page.goto(`${stage.url}/runs`);
    await settled(page);
    await page.route(/assets\/Lab-/, (route) => route.abort());
    await page.locator('nav a[aria-label=Lab]').click();
    await page.locator('[role=alert]', { hasText: 'This page could not be fetched' }).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.unroute(/assets\/Lab-/);
    await page.locator('button', { hasText: 'Try again' }).click();
    await page.locator('h1', { hasText: 'Lab' }).waitFor();
    await page.context().close();
  });

  it('a server that is killed while a study runs: it is gone, and then the page says what the API says', { timeout: 120_000 }, async () => {
    const own = await openStage();
    try {
      const page = await own.page();
      const bar = (words) => page.locator('.status', { hasText: words }).waitFor({ timeout: 20_000 }); // asked for every 15 s
      await page.goto(`${own.url}/lab?template=order-system&vary=paymentCapacity`);
      await settled(page);
      await page.locator('.kinds button', { hasText: 'Draws' }).click();
      await page.locator('.form label', { hasText: 'Draws' }).locator('input').last().fill('100000');
      await page.locator('.form .pri').click();
      await page.locator('.form [role=status]', { hasText: /Running on the server: [1-9]/ }).waitFor({ timeout: 20_000 });
      const [begun] = (await own.get('/v1/studies')).items;
      assert.equal(begun.status, 'running');

      await own.program.kill();
      await page.locator('[role=alert]', { hasText: 'server_gone' }).waitFor();
      assert.match(await page.locator('[role=alert]').textContent(), /does not answer.*flowtime serve/);
      assert.equal(await page.locator('.form .pri').isEnabled(), true, 'nothing is said to run');
      await bar('The server does not answer');
      assert.deepEqual(await axe(page), []);

      // The next server goes on with the study by itself: the page says so, and that its first job was interrupted.
      await own.program.start();
      await bar(/Server \d/);
      await page.locator('[role=alert]').waitFor({ state: 'detached' });
      const past = page.locator('.past').first();
      const says = async (status) => {
        await past.filter({ hasText: status }).waitFor({ timeout: 10_000 });
        const { studyId, status: said } = (await own.get('/v1/studies')).items[0];
        assert.deepEqual([studyId, said], [begun.studyId, status]);
        assert.match(await past.locator('a').getAttribute('href'), new RegExp(studyId));
      };
      await says('running');
      const runs = await own.page();
      await runs.goto(`${own.url}/runs`);
      await runs.locator('.job').first().waitFor();
      const jobs = (await own.get('/v1/jobs')).items;
      assert.deepEqual(jobs.map((j) => j.state), ['running', 'interrupted']);
      assert.equal(jobs[0].studyId, begun.studyId);
      assert.match(await runs.locator('.job').textContent(), /^\s*Study/);
      assert.match(await runs.locator('[role=status].wrong').textContent(), /was interrupted: the server stopped.*Lab says what became of a study.*interrupted/);
      assert.equal(await runs.locator('.job, .wrong').count(), jobs.length);

      // A person stops it: it can be gone on with.
      await fetch(`${own.api}/v1/jobs/${jobs[0].jobId}`, { method: 'DELETE' });
      await says('interrupted');
      assert.equal(await past.locator('button', { hasText: 'Resume' }).count(), 1);
      assert.deepEqual([...page.faults, ...runs.faults].filter((f) => !/ERR_(CONNECTION|EMPTY|INCOMPLETE)/.test(f)), []);
    } finally {
      await own.close();
    }
  });
});

describe('for every eye and hand', () => {
  it('a run is made, watched, found, explained and compared by keys alone', async () => {
    const page = await stage.page();
    const tabTo = async (selector) => {
      for (let i = 0; i < 80; i++) {
        if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`${selector} is not reached by Tab`);
    };
    await page.goto(`${stage.url}/new?template=order-system`);
    await settled(page);
    await tabTo('#in-paymentCapacity');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('80');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/explore/);
    await settled(page);
    await tabTo('[role=slider]');
    await page.keyboard.press('ArrowRight');
    await tabTo('.score [role=listbox]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('w');
    await page.locator('.why h3').first().waitFor();
    await page.goto(`${stage.url}/runs?example=order-system`);
    await settled(page);
    for (let i = 0; i < 2; i++) {
      await tabTo('[data-run] .check:not(:checked)');
      await page.keyboard.press(' ');
    }
    await page.locator('main').focus();
    await page.keyboard.press('c');
    await page.waitForURL(/compare\?runs=/);
    await settled(page);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('forced colours: the finding, the marks and the focus stay visible', async () => {
    const page = await stage.page({ forcedColors: 'active' });
    for (const path of ['/', '/runs', `/runs/${run}/explore`, `/compare?runs=${run},${run}`, '/lab']) {
      await page.goto(stage.url + path);
      await settled(page);
      assert.deepEqual(await axe(page), [], path);
      assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
    }
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none');
    await page.context().close();
  });

  it('200 % zoom: a page of half the width and height loses nothing', async () => {
    const page = await stage.page({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
    await page.addInitScript(watchCanvas);
    const found = [];
    for (const [name, path] of Object.entries(ROUTES())) {
      await page.goto(stage.url + path);
      await settled(page);
      for (const fault of await page.evaluate(findFaults)) found.push(`${name}: ${fault}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > 721) found.push(`${name} is ${wide} px wide`);
    }
    assert.deepEqual(found, []);
    await page.context().close();
  });

  it('reduced motion: nothing is in motion', async () => {
    const page = await stage.page({ reducedMotion: 'reduce' });
    for (const path of ['/', '/runs', `/runs/${run}/explore`]) {
      await page.goto(stage.url + path);
      await settled(page);
      const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((el) => { const s = getComputedStyle(el); return parseFloat(s.transitionDuration) > 0.01 || (s.animationName !== 'none' && parseFloat(s.animationDuration) > 0.01); }).map((el) => el.className || el.tagName));
      assert.deepEqual(moving, [], path);
      assert.deepEqual(await page.evaluate(() => document.getAnimations().filter((a) => a.playState === 'running').length), 0);
    }
    await page.context().close();
  });
});
