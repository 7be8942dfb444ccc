import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { median } from '@perdura/bench';
import { startCosmosDbServer } from '@perdura/peers';
import type { EmulatorRequest } from '../src/index.ts';
import { report } from './report.ts';
import { createRequestFactory, docs, keyHeaderOf, orderOf } from './signed-requests.ts';

const rounds = 7;
const operationsPerRound = { create: 500, read: 500, query: 20 };

interface ServerProcess {
  readonly endpoint: string;
  stop(): void;
}

/** The same requests by the same client to this emulator and to `@vercel/cosmosdb-server`, each in a process of its own. */
export async function benchOverHttp(): Promise<void> {
  const ours = await startServer(fileURLToPath(new URL('serve-ours.ts', import.meta.url)), [
    '--conditions=@perdura/source',
  ]);
  const theirs = await startCosmosDbServer();
  try {
    const works = [await prepare(ours.endpoint, theirs.key), await prepare(theirs.endpoint, theirs.key)];
    for (const operation of ['create', 'read', 'query'] as const) {
      const [our, their] = await measureTogether(
        works.map((work) => work[operation]),
        operationsPerRound[operation],
      );
      report(`${operation} over HTTP`, `${our?.toFixed(0)} µs`);
      report(`${operation} over HTTP, @vercel/cosmosdb-server`, `${their?.toFixed(0)} µs`, (their ?? 0) / (our ?? 1));
    }
  } finally {
    ours.stop();
    await theirs.close();
  }
}

type Works = Readonly<Record<'create' | 'read' | 'query', (number: number) => Promise<void>>>;

async function prepare(endpoint: string, key: string): Promise<Works> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const makeRequest = createRequestFactory(endpoint, key);
  await send(agent, makeRequest('POST', '/dbs', { id: 'shop' }));
  await send(
    agent,
    makeRequest('POST', '/dbs/shop/colls', { id: 'orders', partitionKey: { paths: ['/customerId'], kind: 'Hash' } }),
  );
  // Without the last header the peer does not find items.
  const headersOf = (number: number) => ({
    ...keyHeaderOf(number),
    'x-ms-documentdb-query-enablecrosspartition': 'true',
  });
  const query = { query: "SELECT VALUE c.id FROM c WHERE c.status = 'open' AND c.total >= 990", parameters: [] };
  const queryHeaders = {
    'content-type': 'application/query+json',
    'x-ms-documentdb-isquery': 'true',
    'x-ms-documentdb-query-enablecrosspartition': 'true',
  };
  return {
    create: (number) => send(agent, makeRequest('POST', docs, orderOf(number), headersOf(number))),
    read: (number) => send(agent, makeRequest('GET', `${docs}/${number}`, undefined, headersOf(number))),
    query: () => send(agent, makeRequest('POST', docs, query, queryHeaders)),
  };
}

/** Microseconds per operation as a client sees it, one at a time: medians of rounds by turns. */
async function measureTogether(
  works: readonly ((number: number) => Promise<void>)[],
  times: number,
): Promise<readonly number[]> {
  const samples = works.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      const before = performance.now();
      for (let count = 0; count < times; count++) await work(round * times + count);
      samples[index]?.push(((performance.now() - before) * 1000) / times);
    }
  }
  return samples.map(median);
}

function send(agent: Agent, { method, url, headers, body }: EmulatorRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent, method, headers: { ...headers, connection: 'keep-alive', 'content-length': body?.length ?? 0 } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          if ((response.statusCode ?? 500) < 300) resolve();
          else reject(new Error(`${method} ${url}: ${response.statusCode} ${Buffer.concat(chunks)}`));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function startServer(file: string, flags: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...flags, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}.`)));
    child.stdout.once('data', (line: Buffer) => {
      resolve({ endpoint: String(line).trim(), stop: () => child.kill() });
    });
  });
}
