/* Run by a test as a process of its own: prints, as one line of JSON, how instances end that do real work. */
import { execFile } from 'node:child_process';
import { pbkdf2 } from 'node:crypto';
import { lookup } from 'node:dns';
import { readFile as readFileCallback } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as nodeSetTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzip } from 'node:zlib';
import { type DurableError, type OrchestrationContext, orchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';

const server = createServer((_request, response) => response.end('ok'));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const pooled = new Agent({ keepAlive: true, maxSockets: 1 });
const request = (agent: Agent): Promise<unknown> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
await request(pooled);
const file = fileURLToPath(import.meta.url);

type Work = (done: (value?: unknown) => void) => unknown;

/** Real work, each begun in the line that names it. */
const works: Readonly<Record<string, Work>> = {
  setTimeout: (done) => setTimeout(done, 1),
  setInterval: (done) => setInterval(done, 1).unref(),
  setImmediate: (done) => setImmediate(done),
  fetch: (done) => fetch(url).then(done),
  'node:timers': (done) => nodeSetTimeout(done, 1),
  'node:timers/promises': (done) => sleep(1).then(done),
  'fs promise': (done) => readFile(file).then(done),
  'fs callback': (done) => readFileCallback(file, done),
  'new http connection': (done) => get(url, { agent: new Agent() }, done),
  'pooled http connection': (done) => get(url, { agent: pooled }, done),
  dns: (done) => lookup('localhost', done),
  child_process: (done) => execFile(process.execPath, ['--version'], done),
  zlib: (done) => gzip('text', done),
  pbkdf2: (done) => pbkdf2('a', 'b', 1, 8, 'sha256', done),
};

const past = history();

async function endOf(code: (ctx: OrchestrationContext) => Promise<unknown>): Promise<unknown> {
  const { outcome } = await openExecution(orchestration('o', code), { instanceId: 'i' }).advance(past.events);
  if (outcome?.kind !== 'failed') return outcome;
  const { code: why, message } = outcome.error as DurableError;
  return [why, message];
}

const ends: Record<string, readonly unknown[]> = {};
for (const [name, work] of Object.entries(works)) {
  const begin = (): Promise<unknown> => new Promise((resolve) => void work(resolve));
  ends[name] = [
    await endOf(async () => begin()),
    await endOf(async (ctx) => Promise.race([begin(), ctx.callActivity('A')])),
    await endOf(async (ctx) => begin().catch(() => ctx.callActivity('A'))),
  ];
}
console.log(JSON.stringify(ends));
// What was begun is under way still.
process.exit();
