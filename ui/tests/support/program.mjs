// The real program, serving a data folder on a free port of this machine.
//
// FLOWTIME_BIN names the program; without it the build of this checkout is used.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../../build/release/flowtime', import.meta.url));
export const PROGRAM = process.env.FLOWTIME_BIN ?? BUILT;
export const freePort = () =>
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

export async function startProgram(folder, env = {}) {
  if (!existsSync(PROGRAM)) throw new Error(`no program at ${PROGRAM}; set FLOWTIME_BIN`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child;
  const start = async () => {
    child = spawn(PROGRAM, ['serve', '--data-dir', folder, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore', env: { ...process.env, ...env } });
    await answers(`${url}/healthz`);
  };
  const end = (signal) => new Promise((done) => (child.exitCode !== null || child.signalCode !== null ? done() : (child.once('exit', done), child.kill(signal))));
  await start();
  // `kill` leaves it no time to write anything; `start` is the same again, over the same data and at the same address.
  return { url, start, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
