// Makes the pictures of the README: node --conditions=@perdura/source test/dashboard/take-screenshots.ts <folder>
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DurableClient } from '@perdura/durable-client';
import { DurableHost } from '@perdura/durable-host';
import type { Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';
import { openBrowser } from './open-browser.ts';
import { shopFunctions } from './shop-functions.ts';

const [folder = 'screenshots'] = process.argv.slice(2);
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const customers = ['Grace', 'Alan', 'Edsger', 'Barbara', 'Ken', 'Radia', 'Leslie', 'Margaret'];
const goods = ['tea', 'coffee beans', 'cups', 'sugar', 'a kettle', 'biscuits', 'honey'];

async function fillHub(client: DurableClient): Promise<void> {
  for (const [i, customer] of customers.entries()) {
    const items = goods.slice(i % 3, 3 + (i % 3) + (i % 2));
    const input = { customer, items, total: 20 + i * 7.5 };
    await client.startNew('process_order', { instanceId: `order-${1040 + i}`, input });
    await delay(250);
  }
  await client.startNew('nightly_report', { instanceId: 'report-2026-11-20' });
  await client.startNew('send_reminder', { instanceId: 'reminder-7', input: { afterMs: 86_400_000 } });
  await client.startNew('wait_for_go', { instanceId: 'paused-import' });
  await delay(500);
  await client.suspend('paused-import', 'over night');
  await client.startNew('wait_for_go', { instanceId: 'stopped-import' });
  await delay(100);
  await client.terminate('stopped-import', 'not needed');
  await client.startNew('count_stock', { instanceId: 'inventory', input: 5_000 });
  await delay(3_500);
  for (const id of [1040, 1041, 1042, 1044, 1045]) await client.raiseEvent(`order-${id}`, 'approved', { by: 'Ada' });
  await delay(1_800);
}

interface Shot {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  /** Fragment of the address. */
  readonly place: string;
  /** What is done before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const shots: readonly Shot[] = [
  { name: 'instances', colorScheme: 'light', width: 1_140, height: 700, place: '' },
  { name: 'instance', colorScheme: 'dark', width: 1_140, height: 1_040, place: '#/instances/order-1040' },
  {
    ...{ name: 'raise-event', colorScheme: 'light', width: 360, height: 640, place: '#/instances/order-1043' },
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Raise event' }).click();
      await page.getByLabel('Name of the event').fill('approved');
      await page.getByLabel('Data').fill('{ "by": "Ada" }');
    },
  },
];

await mkdir(folder, { recursive: true });
const chromium = findChromium();
if (chromium === undefined) throw new Error('There is no Chromium on this machine.');
const host = await DurableHost.open({
  database: ':memory:',
  functions: shopFunctions,
  taskHub: 'ShopHub',
  log: silent,
});
const { baseUrl, dashboardUrl = '' } = await host.listen({ port: 0 });
await fillHub(new DurableClient({ baseUrl }));
const browser = await openBrowser(chromium);
for (const { name, colorScheme, width, height, place, prepare } of shots) {
  const page = await browser.newPage({ colorScheme, viewport: { width, height } });
  await page.goto(`${dashboardUrl}/${place}`);
  await page.locator('.badge').first().waitFor();
  await prepare?.(page);
  // Until what comes in has been drawn.
  await delay(500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}
await browser.close();
await host.close();
