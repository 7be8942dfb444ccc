import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAuthorizer } from './authorize.ts';
import { importKeyNode } from './sign-node.ts';
import { importKeyWebCrypto } from './sign-webcrypto.ts';

/** The example of https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources */
const documented = {
  key: 'dsZQi3KtZmCv1ljt3VNWNm7sQUF1y5rJfC6kv5JiwvW0EndXdDku/dkKBp8/ufDToSxLzR4y+O/0H/t4bQtVNw==',
  parts: { verb: 'GET', resourceType: 'dbs', resourceLink: 'dbs/ToDoList', date: 'Thu, 27 Apr 2017 00:51:12 GMT' },
  authorization: 'type%3Dmaster%26ver%3D1.0%26sig%3Dc09PEVJrgp2uQRkr934kFbTqhByc7TVr3OHyqlu%2Bc%2Bc%3D',
};

const startTimer = () => () => undefined;
const ports = { importKey: importKeyNode, nowMs: () => 0, startTimer, random: () => 0.5 };
const { parts } = documented;

describe('createAuthorizer', () => {
  it.each([
    ['Node', importKeyNode],
    ['WebCrypto', importKeyWebCrypto],
  ])('signs the documented example by %s', async (_, importKey) => {
    const authorizer = createAuthorizer({ key: documented.key }, { ...ports, importKey });
    expect(await authorizer.authorize(documented.parts)).toBe(documented.authorization);
  });

  it('signs without waiting under Node', () => {
    expect(createAuthorizer({ key: documented.key }, ports).authorize(documented.parts)).toBe(documented.authorization);
  });

  it('signs alike by Node and by WebCrypto', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 80 }),
        fc.string({ unit: 'grapheme' }),
        async (key, text) => {
          const base64 = Buffer.from(key).toString('base64');
          expect(await importKeyWebCrypto(base64)(text)).toBe(await importKeyNode(base64)(text));
        },
      ),
    );
  });

  it('asks a key function before every request, and follows a key that changes', async () => {
    const keys = [documented.key, documented.key, 'b3RoZXI='];
    const imported: string[] = [];
    const authorizer = createAuthorizer(
      { key: () => keys.shift() ?? '' },
      {
        ...ports,
        importKey: (key) => {
          imported.push(key);
          return importKeyNode(key);
        },
      },
    );
    expect(await authorizer.authorize(documented.parts)).toBe(documented.authorization);
    expect(await authorizer.authorize(documented.parts)).toBe(documented.authorization);
    expect(await authorizer.authorize(documented.parts)).not.toBe(documented.authorization);
    expect(imported).toEqual([documented.key, 'b3RoZXI=']);
    await expect(authorizer.authorize(documented.parts)).rejects.toThrow('The account key is missing');
  });

  it('writes a token of Entra ID, asked for once for the scope of Cosmos DB', async () => {
    const scopes: unknown[] = [];
    const getToken = async (scope: string | string[]) => {
      scopes.push(scope);
      return { token: 'ey.a-b_c', expiresOnTimestamp: 3_600_000 };
    };
    const authorizer = createAuthorizer({ tokenCredential: { getToken } }, ports);
    expect(await authorizer.authorize(parts)).toBe('type%3Daad%26ver%3D1.0%26sig%3Dey.a-b_c');
    expect(authorizer.authorize(parts)).toBe('type%3Daad%26ver%3D1.0%26sig%3Dey.a-b_c');
    await createAuthorizer(
      { tokenCredential: { getToken }, scope: 'https://cosmos.azure.cn/.default' },
      ports,
    ).authorize(parts);
    expect(scopes).toEqual(['https://cosmos.azure.com/.default', 'https://cosmos.azure.cn/.default']);
  });

  it('gives the credential a signal that tells it when nobody waits any more', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const getToken = (_scope: unknown, options?: { readonly abortSignal?: AbortSignal }) => {
      signals.push(options?.abortSignal);
      return new Promise<never>(() => undefined);
    };
    const authorizer = createAuthorizer({ tokenCredential: { getToken } }, ports);
    const authorizing = authorizer.authorize(parts);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
    authorizer.close();
    await expect(authorizing).rejects.toThrow('The driver was closed.');
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it('asks for another token when the service has refused that one, not when it has refused an older one', async () => {
    let asked = 0;
    const getToken = async () => ({ token: `t${++asked}`, expiresOnTimestamp: 3_600_000 });
    const authorizer = createAuthorizer({ tokenCredential: { getToken } }, ports);
    const first = await authorizer.authorize(parts);
    authorizer.refuse(first);
    const second = await authorizer.authorize(parts);
    authorizer.refuse(first);
    expect(await authorizer.authorize(parts)).toBe(second);
    expect([asked, second === first]).toEqual([2, false]);
  });

  it.each([null, { token: '', expiresOnTimestamp: 1 }, { token: 't' }, { token: 't', expiresOnTimestamp: Number.NaN }])(
    'rejects when the credential answers %j for a token',
    async (answer) => {
      const tokenCredential = { getToken: async () => answer as never };
      const authorizer = createAuthorizer({ tokenCredential }, ports);
      await expect(authorizer.authorize(parts)).rejects.toThrow('gave no token for https://cosmos.azure.com/.default');
    },
  );

  it('sends a resource token as it is, percent-encoded once', async () => {
    const token = 'type=resource&ver=1.0&sig=a+b/c==;d==;';
    const encoded = 'type%3Dresource%26ver%3D1.0%26sig%3Da%2Bb%2Fc%3D%3D%3Bd%3D%3D%3B';
    expect(createAuthorizer({ resourceToken: token }, ports).authorize(parts)).toBe(encoded);
    expect(createAuthorizer({ resourceToken: encoded }, ports).authorize(parts)).toBe(encoded);
  });

  it('asks a function for the token of the link that is signed', async () => {
    const links: string[] = [];
    const resourceToken = (link: string) => {
      links.push(link);
      return link === '' ? 'nothing' : 'type=resource&ver=1.0&sig=a';
    };
    const authorizer = createAuthorizer({ resourceToken }, ports);
    expect(await authorizer.authorize(parts)).toBe('type%3Dresource%26ver%3D1.0%26sig%3Da');
    await expect(authorizer.authorize({ ...parts, resourceLink: '' })).rejects.toThrow(
      'must be printable ASCII that begins',
    );
    expect(links).toEqual(['dbs/ToDoList', '']);
  });

  it('refuses a resource token that no header carries, and does not repeat it', async () => {
    const resourceToken = () => 'type%3Dresource%26sig%3Dsecret\r\nx-evil: 1';
    const authorizing = Promise.resolve(createAuthorizer({ resourceToken }, ports).authorize(parts));
    const error = await authorizing.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).not.toContain('secret');
  });

  it('says which credentials may answer something else when they are asked again', () => {
    const tokenCredential = { getToken: async () => null };
    const renewable = [
      { key: documented.key },
      { key: () => documented.key },
      { tokenCredential },
      { resourceToken: 'type=resource&' },
      { resourceToken: () => '' },
    ].map((credential) => createAuthorizer(credential, ports).renewable);
    expect(renewable).toEqual([false, true, true, false, true]);
  });
});
