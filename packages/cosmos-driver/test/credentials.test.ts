import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { CosmosError } from '../src/errors/cosmos-error.ts';
import {
  accountDocument,
  accountEndpoint,
  accountKey,
  createOrder,
  fakeAccount,
  readOrder,
} from './fakes/fake-account.ts';

const item = { status: 200, body: { id: '1' } };
const hour = 3_600_000;

describe('a driver with an account key that is a function', () => {
  it('asks for the key again when the service refuses it, once for each operation', async () => {
    const { createDriver, transport } = fakeAccount();
    const rotated = Buffer.from('rotated').toString('base64');
    let present = accountKey;
    let asked = 0;
    const key = () => {
      asked++;
      return present;
    };
    const driver = await createDriver({ credential: { key } });
    transport.next({ status: 401 }, item);
    present = rotated;
    asked = 0;
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(diagnostics.requests.map(({ status, executionContext }) => [status, executionContext])).toEqual([
      [401, 'initial'],
      [200, 'retry'],
    ]);
    expect(asked).toBe(2);

    transport.next({ status: 401 }, { status: 401 });
    await expect(driver.executeOperation(readOrder)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('fails at once with a key that is a text', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 401 });
    await expect(driver.executeOperation(readOrder)).rejects.toMatchObject({
      code: 'unauthorized',
      diagnostics: { requests: { length: 1 } },
    });
  });

  it('shares the account with drivers of the same function', async () => {
    const { createDriver, transport } = fakeAccount();
    const credential = { key: () => accountKey };
    await Promise.all([createDriver({ credential }), createDriver({ credential: { key: credential.key } })]);
    await createDriver({ credential: { key: () => accountKey } });
    expect(transport.accountReads).toHaveLength(2);
  });
});

describe('a driver with a token of Entra ID', () => {
  function entra() {
    const state = { tokens: 0, fails: false };
    const getToken = async () => {
      if (state.fails) throw new Error('The managed identity did not answer.');
      return { token: `ey.${++state.tokens}`, expiresOnTimestamp: account.clock.nowMs() + hour };
    };
    const account = fakeAccount();
    return { ...account, state, credential: { tokenCredential: { getToken } } };
  }

  it('asks for it once, and signs every request with it', async () => {
    const { createDriver, transport, credential, state } = entra();
    const driver = await createDriver({ credential });
    transport.next(item, item);
    await Promise.all([driver.executeOperation(readOrder), driver.executeOperation(readOrder)]);
    const sent = [...transport.accountReads, ...transport.requests].map(({ headers }) => headers.authorization);
    expect(new Set(sent)).toEqual(new Set(['type%3Daad%26ver%3D1.0%26sig%3Dey.1']));
    expect(transport.requests[0]?.headers['x-ms-date']).toMatch(/ GMT$/);
    expect(state.tokens).toBe(1);
  });

  it('fails with credential-failed when there is none, and sends nothing', async () => {
    const { createDriver, transport, credential, state } = entra();
    state.fails = true;
    await expect(createDriver({ credential })).rejects.toMatchObject({
      code: 'credential-failed',
      status: { code: 401, subStatus: 20402 },
      cause: { message: 'The managed identity did not answer.' },
    });
    expect(transport.accountReads).toHaveLength(0);
  });

  it('asks for another when the service refuses it', async () => {
    const { createDriver, transport, credential, state } = entra();
    const driver = await createDriver({ credential });
    transport.next({ status: 401, headers: { 'x-ms-substatus': '5006' } }, item);
    await driver.executeOperation(readOrder);
    expect(transport.requests.map(({ headers }) => headers.authorization?.slice(-1))).toEqual(['1', '2']);
    expect(state.tokens).toBe(2);
  });

  it('says that nothing was sent when the operation ends during the wait for it', async () => {
    const { createDriver, transport, credential, clock } = entra();
    const driver = await createDriver({ credential });
    clock.advance(hour);
    credential.tokenCredential.getToken = () => new Promise(() => undefined);
    const writing = driver.executeOperation(createOrder, { endToEndTimeoutMs: 50 });
    await expect(writing).rejects.toMatchObject({
      code: 'deadline-exceeded',
      mayHaveBeenApplied: false,
      diagnostics: { requests: [{ requestSent: 'not-sent' }] },
    });
    expect(transport.requests).toHaveLength(0);
  });
});

describe('a driver with resource tokens', () => {
  it('asks for the token of each link', async () => {
    const { createDriver, transport } = fakeAccount();
    const links: string[] = [];
    const resourceToken = async (link: string) => {
      links.push(link);
      return `type=resource&ver=1.0&sig=${link.length}`;
    };
    const driver = await createDriver({ credential: { resourceToken } });
    transport.next(item);
    await driver.executeOperation(readOrder);
    expect(links).toEqual(['', 'dbs/db/colls/orders/docs/1']);
    expect(transport.requests[0]?.headers.authorization).toBe('type%3Dresource%26ver%3D1.0%26sig%3D26');
  });

  it('uses a single one for everything', async () => {
    const { createDriver, transport } = fakeAccount();
    await createDriver({ credential: { resourceToken: 'type=resource&ver=1.0&sig=a' } });
    expect(transport.accountReads[0]?.headers.authorization).toBe('type%3Dresource%26ver%3D1.0%26sig%3Da');
  });
});

describe('secrets', () => {
  const token = 'ey.very-secret';
  const resourceToken = 'type=resource&ver=1.0&sig=very-secret';
  const credentials = [
    { key: accountKey },
    { key: () => accountKey },
    { tokenCredential: { getToken: async () => ({ token, expiresOnTimestamp: Date.UTC(2100, 0) }) } },
    { resourceToken },
  ];

  it.each(credentials)('are in no error, diagnostics, inspection or JSON (%#)', async (credential) => {
    const { createDriver, transport, runtime, warnings } = fakeAccount();
    const driver = await createDriver({ credential });
    transport.next({ status: 403 }, item);
    const error = await driver.executeOperation(readOrder).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CosmosError);
    const response = await driver.executeOperation(readOrder);
    const shown = [error, response, driver, runtime, warnings].flatMap((value) => [
      inspect(value, { depth: 20, showHidden: true, getters: true }),
      JSON.stringify(value),
      String(value),
    ]);
    shown.push((error as Error).stack ?? '');
    const signature = transport.requests[0]?.headers.authorization ?? '';
    for (const secret of [accountKey, token, 'very-secret', signature]) {
      expect(secret).not.toBe('');
      for (const text of shown) expect(text).not.toContain(secret);
    }
  });
});

describe('reading the account at backup URLs', () => {
  const backupEndpoints = ['https://shop-west.example', 'https://shop-north.example/'];

  function downAt(...hosts: readonly string[]) {
    const account = fakeAccount();
    const { transport } = account;
    const asked: string[] = [];
    const send = transport.send.bind(transport);
    transport.send = async (request) => {
      const { host, pathname } = new URL(request.url);
      if (pathname !== '/') return send(request);
      asked.push(host);
      if (hosts.includes(host)) throw Object.assign(new Error(`${host} is down`), { code: 'ECONNREFUSED' });
      return { status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(accountDocument())) };
    };
    return { ...account, asked };
  }
  const own = new URL(accountEndpoint).host;

  it('begins when its own does not answer, in order', async () => {
    const { createDriver, asked } = downAt(own, 'shop-west.example');
    const driver = await createDriver({ backupEndpoints });
    expect([...new Set(asked)]).toEqual([own, 'shop-west.example', 'shop-north.example']);
    expect(driver.endpoint).toBe(accountEndpoint);
  });

  it('does not begin when its own answers', async () => {
    const { createDriver, asked } = downAt();
    await createDriver({ backupEndpoints });
    expect(asked).toEqual([own]);
  });

  it('ends with the error of its own when none answers', async () => {
    const { createDriver } = downAt(own, 'shop-west.example', 'shop-north.example');
    await expect(createDriver({ backupEndpoints })).rejects.toMatchObject({
      code: 'transport-failed',
      cause: { message: `${own} is down` },
    });
  });

  it('is tried as well when the account is read again', async () => {
    const { createDriver, transport, asked } = downAt(
      own,
      'shop-west.example',
      'shop-eastus.documents.azure.com',
      'shop-westus.documents.azure.com',
    );
    const driver = await createDriver({ backupEndpoints });
    asked.length = 0;
    transport.next({ status: 403, headers: { 'x-ms-substatus': '1008' } }, item);
    await driver.executeOperation(readOrder);
    expect(asked.filter((host, index) => host !== asked[index - 1])).toEqual([
      own,
      'shop-eastus.documents.azure.com',
      'shop-westus.documents.azure.com',
      'shop-west.example',
      'shop-north.example',
    ]);
  });
});

describe('reading the account under load', () => {
  it('repeats after 429 nine times, as long as the service asks', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    transport.account({ status: 429, headers: { 'x-ms-retry-after-ms': '10' } });
    await expect(createDriver()).rejects.toMatchObject({
      code: 'throttled',
      diagnostics: { requests: { length: 10 } },
    });
    expect(clock.delays).toEqual(Array.from({ length: 9 }, () => 10));
  });

  it('repeats as often as the runtime or the environment says', async () => {
    const byRuntime = fakeAccount({ runtime: { operationOptions: { throttlingRetry: { maxRetryCount: 1 } } } });
    const byEnvironment = fakeAccount({ environment: { AZURE_COSMOS_MAX_THROTTLE_RETRY_COUNT: '2' } });
    for (const [account, sent] of [
      [byRuntime, 2],
      [byEnvironment, 3],
    ] as const) {
      account.transport.account({ status: 429 });
      await expect(account.createDriver()).rejects.toMatchObject({ diagnostics: { requests: { length: sent } } });
    }
  });
});
