// Opens the shop for the stories: the partners' stand-ins and the server as they are shipped, on free ports, with a market of their
// own in a folder that is thrown away. What they say goes to test-results/, where a failed story's reader finds it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const READY_SECONDS_MAX = 120;
const END_SECONDS_MAX = 20;

export default async function open(): Promise<() => Promise<void>> {
  const root = path.resolve(import.meta.dirname, '../..');
  const programs = process.env.JISHI_PROGRAMS ?? path.join(root, 'target/release');
  const site = process.env.JISHI_SITE ?? path.join(root, 'dist/site');
  // In memory where there is such a place: the stories are about meaning, not about disks.
  const folder = await mkdtemp(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'jishi-stories-'));
  const logs = path.resolve(import.meta.dirname, '../test-results');
  await mkdir(logs, { recursive: true });
  const running: ChildProcess[] = [];
  const close = async () => {
    for (const child of running.reverse()) await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const sim = path.join(folder, 'sim');
    const partners = await start(running, path.join(programs, 'gateway-sim'), ['--addr', '127.0.0.1:0', '--data', sim], logs);
    const shop = await start(
      running,
      path.join(programs, 'server'),
      // The stories tell of the goods written by hand; the market at size would only take time.
      ['all', '--addr', '127.0.0.1:0', '--data', folder, '--site', site, '--gateways', path.join(sim, 'gateways.toml'), '--products', '0'],
      logs,
    );
    // The workers are started later and take these with them.
    process.env.JISHI_SHOP = shop;
    process.env.JISHI_PARTNERS = partners;
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}

/** Starts a program and answers the address it says it listens on. */
async function start(running: ChildProcess[], program: string, args: string[], logs: string): Promise<string> {
  const name = path.basename(program);
  const log = createWriteStream(path.join(logs, `${name}.log`));
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH ?? '' } });
  running.push(child);
  child.stderr.pipe(log, { end: false });
  const lines = createInterface({ input: child.stdout });
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} was not ready after ${READY_SECONDS_MAX} seconds`)), READY_SECONDS_MAX * 1000);
    lines.on('line', (line) => {
      log.write(`${line}\n`);
      const found = /listening on (http:\S+)/.exec(line);
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${name} ended with ${code}; its words are in test-results/${name}.log`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), END_SECONDS_MAX * 1000);
  await ended;
  clearTimeout(timer);
}
