import { describe, expect, it } from '@jest/globals';
import { accountDocument, fakeAccount, readOrder } from './fakes/fake-account.ts';

const backups = ['https://shop-backup.documents.azure.com', 'https://shop-last.documents.azure.com'];
const refused = { error: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) };

describe('backup endpoints', () => {
  it('are asked for the account, in order, when its own URL does not answer', async () => {
    const { createDriver, transport } = fakeAccount();
    transport.accountAt((host) =>
      host === 'shop-last.documents.azure.com' ? { status: 200, body: accountDocument() } : refused,
    );
    const driver = await createDriver({ backupEndpoints: backups });
    const hosts = transport.accountReads.map(({ url }) => new URL(url).host);
    expect([...new Set(hosts)]).toEqual([
      'shop.documents.azure.com',
      'shop-backup.documents.azure.com',
      'shop-last.documents.azure.com',
    ]);
    transport.next({ status: 200, body: {} });
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('East US');
  });

  it('are not asked while the account answers at its own URL', async () => {
    const { createDriver, transport } = fakeAccount();
    await createDriver({ backupEndpoints: backups });
    expect(transport.accountReads.map(({ url }) => url)).toEqual(['https://shop.documents.azure.com/']);
  });

  it('do not hide what was wrong with its own URL', async () => {
    const { createDriver, transport } = fakeAccount();
    transport.accountAt((host) => (host === 'shop.documents.azure.com' ? { status: 401 } : refused));
    await expect(createDriver({ backupEndpoints: backups })).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('applicationRegion', () => {
  it('prefers the regions that are near', async () => {
    const { createDriver, transport, warnings } = fakeAccount();
    const driver = await createDriver({ applicationRegion: 'West US 3' });
    transport.next({ status: 200, body: {} });
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('West US');
    expect(warnings).toEqual([]);
  });

  it('leaves the order to the service, and tells, when nobody knows where it is', async () => {
    const { createDriver, transport, warnings } = fakeAccount();
    const driver = await createDriver({ applicationRegion: 'Atlantis Central' });
    transport.next({ status: 200, body: {} });
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('East US');
    expect(warnings).toEqual([expect.stringContaining('Atlantis Central')]);
  });

  it('is refused beside preferredRegions, and when it is no name', async () => {
    const { createDriver } = fakeAccount();
    const both = { applicationRegion: 'West US', preferredRegions: ['East US'] };
    await expect(createDriver(both)).rejects.toThrow('not both');
    await expect(createDriver({ applicationRegion: ' ' })).rejects.toThrow('"applicationRegion"');
  });
});
