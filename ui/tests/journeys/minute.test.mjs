// From `flowtime demo` on a terminal to a shared card, by keys and clicks: see what happened, ask why, try a value, keep
// it, compare, copy the card. What each step took is printed, not asserted.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

import { PROGRAM } from '../support/program.mjs';
import { openBrowser, settled, watched } from '../support/stage.mjs';

// `flowtime demo` serves on a terminal only: it gets one.
function demo(folder) {
  const script = 'import os, pty, sys\nos.environ["TERM"] = "dumb"\nsys.exit(pty.spawn(sys.argv[1:]) >> 8)';
  const child = spawn('python3', ['-c', script, PROGRAM, 'demo', '--no-open', '--data-dir', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const address = new Promise((found, failed) => {
    let said = '';
    child.stdout.on('data', (part) => {
      said += part;
      const url = /http:\/\/127\.0\.0\.1:\d+\/runs\/[\w.-]+\/explore\S*/.exec(said)?.[0];
      if (url) found(url);
    });
    child.once('exit', () => failed(new Error(`flowtime demo ended: ${said}`)));
  });
  // Ctrl-C, as a person ends it.
  return { address, stop: () => new Promise((done) => (child.once('exit', done), child.stdin.write('\x03'))) };
}

it('from the demo to a shared card', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowtime-minute-'));
  const program = demo(folder);
  const browser = await openBrowser();
  try {
    const page = await watched(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
    const steps = [];
    let last = performance.now();
    const step = (name) => {
      const now = performance.now();
      steps.push(`${name} ${Math.round(now - last)} ms`);
      last = performance.now();
    };
    const url = await program.address;
    step('demo');
    await page.goto(url);
    await page.locator('.find h2', { hasText: 'Payment fell behind from 09:00' }).waitFor();
    step('see the finding');
    await settled(page);
    last = performance.now();
    await page.keyboard.press('w');
    await page.locator('.why .right', { hasText: 'Adds up, rest 0' }).waitFor();
    step('why');
    await page.locator('.find .pri').click();
    await page.locator('.effect', { hasText: 'Nothing waited longer than promised' }).waitFor();
    step('try 76');
    await page.locator('main').focus();
    await page.keyboard.press('Control+s');
    await page.locator('a', { hasText: 'Open the run' }).waitFor();
    step('save');
    const runs = (await (await fetch(new URL('/v1/runs', url))).json()).items;
    const [kept, first] = [runs[0].runId, new URL(url).pathname.split('/')[2]];
    await page.goto(new URL(`/compare?runs=${first},${kept}`, url).href);
    await page.locator('.find h2', { hasText: 'Better' }).waitFor();
    step('compare');
    await page.locator('button', { hasText: 'Copy as card' }).click();
    await page.locator('body', { hasText: 'Card copied' }).waitFor();
    step('copy the card');
    const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types));
    assert.deepEqual(types, ['image/png']);
    assert.deepEqual(page.faults, []);
    console.log(`# ${steps.join(', ')}`);
  } finally {
    await browser.close();
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
