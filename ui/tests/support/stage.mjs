// What a journey plays on: the real program over a data folder of its own, the built pages in front of
// it (or from it, where it serves them itself), and Debian's Chromium with a fresh profile.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { serve } from '../../tools/serve.mjs';
import { freePort, startProgram } from './program.mjs';

export { startProgram };

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];


const servesPages = async (url) => (await fetch(url, { headers: { Accept: 'text/html' } })).headers.get('content-type')?.startsWith('text/html') ?? false;

export const openBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

// A page whose faults and requests are counted.
export async function watched(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  countRequests(page);
  page.on('pageerror', (e) => page.faults.push(e.message));
  page.on('console', (m) => m.type() === 'error' && !/status of (4|5)\d\d/.test(m.text()) && page.faults.push(m.text()));
  return page;
}

export async function openStage() {
  const folder = mkdtempSync(join(tmpdir(), 'flowtime-ui-'));
  const program = await startProgram(folder);
  // FLOWTIME_PAGES: `checkout` for dist/, else a folder of built pages; without it those that the program holds.
  const { FLOWTIME_PAGES: pages = '' } = process.env;
  const own = !pages && (await servesPages(program.url));
  const port = own ? 0 : await freePort();
  const front = own ? null : await serve(port, program.url, !pages || pages === 'checkout' ? undefined : pages);
  const browser = await openBrowser();
  const url = own ? program.url : `http://127.0.0.1:${port}`;
  return {
    url, api: program.url, browser, folder, program,
    async create(body) {
      const answer = await fetch(`${program.url}/v1/runs`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      const made = await answer.json();
      if (!answer.ok) throw new Error(`${answer.status} ${made.detail}`);
      return made.runId;
    },
    get: async (path) => (await fetch(program.url + path)).json(),
    page: (options = {}) => watched(browser, options),
    async close() {
      await browser.close();
      front?.close();
      front?.closeAllConnections();
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// Requests in flight and when the last one ended; a stream of events never ends and is left out.
function countRequests(page) {
  page.traffic = { open: 0, last: Date.now() };
  const counted = (request) => request.resourceType() !== 'eventsource';
  page.on('request', (request) => counted(request) && page.traffic.open++);
  for (const end of ['requestfinished', 'requestfailed']) {
    page.on(end, (request) => {
      if (!counted(request)) return;
      page.traffic.open--;
      page.traffic.last = Date.now();
    });
  }
}

const QUIET = 240; // longer than any page waits before it asks something more
const MOST = 8_000;

// A page that has drawn what it asked for.
export async function settled(page) {
  await page.waitForLoadState('load');
  const start = Date.now();
  const quiet = async () => page.traffic.open <= 0 && Date.now() - Math.max(start, page.traffic.last) > QUIET && (await page.locator('[aria-busy=true]').count()) === 0;
  while (!(await quiet()) && Date.now() - start < MOST) await page.waitForTimeout(40);
  await drawn(page);
}

// After a change of size or theme: fonts are there and two frames have passed.
export async function drawn(page) {
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));
}
