// What a journey plays on: the real program over a data folder of its own, the built pages in front of
// it (or from it, where it serves them itself), and Debian's Chromium with a fresh profile.
//
// FLOWTIME_BIN names the program; without it the build of this checkout is used.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { serve } from '../../tools/serve.mjs';

const BUILT = fileURLToPath(new URL('../../../build/release/flowtime', import.meta.url));
export const PROGRAM = process.env.FLOWTIME_BIN ?? BUILT;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

async function answers(url) {
  for (let i = 0; i < 100; i++) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not yet.
    }
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`${url} does not answer`);
}

export async function startProgram(folder) {
  if (!existsSync(PROGRAM)) throw new Error(`no program at ${PROGRAM}; set FLOWTIME_BIN`);
  const port = await freePort();
  const child = spawn(PROGRAM, ['serve', '--data-dir', folder, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/healthz`);
  return { url, stop: () => new Promise((done) => (child.once('exit', done), child.kill('SIGTERM'))) };
}

const servesPages = async (url) => (await fetch(url, { headers: { Accept: 'text/html' } })).headers.get('content-type')?.startsWith('text/html') ?? false;

export async function openStage() {
  const folder = mkdtempSync(join(tmpdir(), 'flowtime-ui-'));
  const program = await startProgram(folder);
  const own = await servesPages(program.url);
  const port = own ? 0 : await freePort();
  const front = own ? null : await serve(port, program.url);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
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
    async page(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await context.newPage();
      page.faults = [];
      page.on('pageerror', (e) => page.faults.push(e.message));
      page.on('console', (m) => m.type() === 'error' && !/status of (4|5)\d\d/.test(m.text()) && page.faults.push(m.text()));
      return page;
    },
    async close() {
      await browser.close();
      front?.close();
      front?.closeAllConnections();
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// A page that has drawn what it asked for.
export async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(250);
}
