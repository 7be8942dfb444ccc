import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { CosmosClient } from '@azure/cosmos';
import { describe, expect, it } from '@jest/globals';
import type { ListenOptions } from '../src/index.ts';
import { createTlsIdentity } from '../src/serving/create-tls-identity.ts';
import { openAccount } from './support/open-account.ts';

const regions = ['East US', 'West US'];

/** The status of an unsigned request, with full verification. */
async function statusOf(url: string, ca: string | undefined): Promise<number | undefined> {
  // Node 22.23 finds no IPv6 address in any certificate (`checkServerIdentity('::1', …)`), so there the name is verified.
  const servername = url.includes('[') ? { servername: 'localhost' } : {};
  const request = get(url, { ca, agent: false, ...servername });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  await json(response);
  return response.statusCode;
}

describe('listen with tls', () => {
  it('serves https at every loopback name, verified by the certificate it hands out', async () => {
    const account = openAccount({ regions });
    for (const host of ['127.0.0.1', '::1', 'localhost'] as const) {
      const server = await account.listen({ host, tls: true });
      const urls = Object.values(server.regions);
      expect(urls.map((url) => new URL(url).protocol)).toEqual(['https:', 'https:']);
      expect(await statusOf(server.endpoint, server.certificatePem)).toBe(401);
      await expect(statusOf(server.endpoint, undefined)).rejects.toMatchObject({
        code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_VERIFY/),
      });
      const { port } = new URL(server.endpoint);
      if (host === '127.0.0.1') expect(await statusOf(`https://localhost:${port}/`, server.certificatePem)).toBe(401);
      await server.close();
    }
  });

  it('makes another certificate for every server, which is short-lived and names the host', async () => {
    const account = openAccount();
    const [first, second] = [await account.listen({ tls: true }), await account.listen({ tls: true })];
    expect(first.certificatePem).not.toBe(second.certificatePem);
    await expect(statusOf(first.endpoint, second.certificatePem)).rejects.toBeDefined();
    const { hostname, port } = new URL(first.endpoint);
    const socket: TLSSocket = connect({ host: hostname, port: Number(port), ca: first.certificatePem });
    await once(socket, 'secureConnect');
    const { raw, subjectaltname, ext_key_usage: usages } = socket.getPeerCertificate();
    socket.destroy();
    const certificate = new X509Certificate(raw);
    expect(subjectaltname).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(usages).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(certificate.ca).toBe(false);
    const validDays = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 86_400_000;
    expect(Math.floor(validDays)).toBe(30);
    expect(new X509Certificate(first.certificatePem ?? '').ca).toBe(true);
  });

  it('names whatever host is listened on, be it a name or an address', async () => {
    for (const [host, name] of [
      ['emulator.test', 'DNS:emulator.test'],
      ['10.1.2.3', 'IP Address:10.1.2.3'],
    ] as const) {
      const { cert } = await createTlsIdentity(host, Date.now());
      expect(new X509Certificate(cert).subjectAltName).toContain(name);
    }
  });

  it('serves @azure/cosmos with every check on, regions and their faults included', async () => {
    const account = openAccount({ regions });
    const server = await account.listen({ tls: true });
    const agent = new Agent({ ca: server.certificatePem });
    const connectionPolicy = { preferredLocations: regions };
    const client = new CosmosClient({ endpoint: server.endpoint, key: account.key, agent, connectionPolicy });
    const { database } = await client.databases.create({ id: 'shop' });
    const { container } = await database.containers.create({ id: 'orders', partitionKey: { paths: ['/pk'] } });
    await container.items.create({ id: '1', pk: 'a' });
    expect(await client.getReadEndpoints()).toEqual(Object.values(server.regions));
    await account.control.failRegion('East US', { kind: 'status', status: 503 });
    expect((await container.item('1', 'a').read()).statusCode).toBe(200);
    client.dispose();
    agent.destroy();
  });

  it('breaks and refuses connections of regions that are told to', async () => {
    const account = openAccount({ regions });
    const server = await account.listen({ tls: true });
    await account.control.failRegion('East US', { kind: 'connection-reset' });
    await account.control.failRegion('West US', { kind: 'unreachable' });
    await expect(statusOf(server.endpoint, server.certificatePem)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(statusOf(server.regions['West US'] ?? '', server.certificatePem)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    await account.control.restoreRegion('West US');
    expect(await statusOf(server.regions['West US'] ?? '', server.certificatePem)).toBe(401);
  });

  it('survives clients that speak plain HTTP, or nothing', async () => {
    const account = openAccount();
    const server = await account.listen({ tls: true });
    await expect(fetch(server.endpoint.replace('https', 'http'))).rejects.toBeDefined();
    expect(await statusOf(server.endpoint, server.certificatePem)).toBe(401);
  });

  it('takes a certificate of the user, and hands it out again', async () => {
    const account = openAccount();
    const { key, cert, authority } = await createTlsIdentity('127.0.0.1', Date.now());
    const server = await account.listen({ tls: { key, cert } });
    expect(server.certificatePem).toBe(cert);
    expect(await statusOf(server.endpoint, authority)).toBe(401);
  });

  it('hands out no certificate without TLS', async () => {
    expect(await openAccount().listen()).not.toHaveProperty('certificatePem');
  });

  it('is verified by openssl', async () => {
    const { key, cert, authority } = await createTlsIdentity('127.0.0.1', Date.now());
    expect(key).toMatch(/PRIVATE KEY/);
    const folder = await mkdtemp(join(tmpdir(), 'emulator-tls-'));
    try {
      await writeFile(join(folder, 'ca.pem'), authority);
      await writeFile(join(folder, 'server.pem'), cert);
      const verify = ['verify', '-CAfile', join(folder, 'ca.pem'), '-purpose', 'sslserver', '-verify_ip', '127.0.0.1'];
      const result = await promisify(execFile)('openssl', [...verify, join(folder, 'server.pem')]).catch(
        (error: NodeJS.ErrnoException) => {
          // Not every machine has it; where it is, it must agree.
          if (error.code === 'ENOENT') return { stdout: 'OK' };
          throw error;
        },
      );
      expect(result.stdout).toContain('OK');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each<[string, object]>([
    ['a text', { tls: 'yes' }],
    ['a certificate without key', { tls: { cert: 'x' } }],
    ['what is no PEM', { tls: { key: 'x', cert: 'y' } }],
    ['an unknown option', { tls: { key: 'x', cert: 'y', ca: 'z' } }],
    ['an address that others reach, without leave', { host: '0.0.0.0', tls: true }],
    ['an empty host', { host: '' }],
    ['a host with a port', { host: 'localhost:8081', allowNonLoopback: true }],
    ['a text for leave', { host: '0.0.0.0', allowNonLoopback: 'yes' }],
  ])('refuses %s', async (_name, options) => {
    await expect(openAccount().listen(options as ListenOptions)).rejects.toThrow(TypeError);
  });

  it('listens on every address with leave, and is reached by loopback', async () => {
    const server = await openAccount().listen({ host: '0.0.0.0', allowNonLoopback: true });
    expect(new URL(server.endpoint).hostname).toBe('127.0.0.1');
    expect((await fetch(server.endpoint)).status).toBe(401);
  });
});
