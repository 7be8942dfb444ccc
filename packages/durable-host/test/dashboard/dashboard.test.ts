import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { DurableHost } from '@perdura/durable-host';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { checkAccessibility } from './check-accessibility.ts';
import { findChromium } from './find-chromium.ts';
import { openBrowser } from './open-browser.ts';
import { shopFunctions } from './shop-functions.ts';

const chromium = findChromium();
if (chromium === undefined) {
  const problem =
    'There is no Chromium on this machine: the dashboard is NOT tested in a browser. `apt-get install chromium` brings one, PERDURA_CHROMIUM names one elsewhere.';
  if ('chromiumIsRequired' in globalThis) throw new Error(problem);
  console.warn(problem);
}
const describeInBrowser = chromium === undefined ? describe.skip : describe;

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let browser: Browser;
let host: DurableHost;
let client: DurableClient;
let url: string;
let page: Page;
/** What the browser complained of, a breach of the policy for one. */
let complaints: string[];

/** Opens a page that fails its test when a script throws or the browser complains. */
async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const opened = await browser.newPage(options);
  opened.setDefaultTimeout(15_000);
  opened.on('pageerror', (error) => complaints.push(String(error)));
  opened.on('console', (message) => {
    // Chromium writes a line for every refusal of the host, which tests ask for.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return opened;
}

const start = (name: string, instanceId: string, input?: unknown) => client.startNew(name, { instanceId, input });
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const inDialog = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
const badge = (status: string) => page.locator('.title .badge', { hasText: status }).waitFor();
const open = (hash = '') => page.goto(`${url}/${hash}`);

describeInBrowser('the dashboard', () => {
  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '');
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    complaints = [];
    host = await DurableHost.open({ database: ':memory:', functions: shopFunctions, taskHub: 'ShopHub', log: silent });
    const { baseUrl, dashboardUrl = '' } = await host.listen({ port: 0 });
    client = new DurableClient({ baseUrl });
    url = dashboardUrl;
    page = await openPage();
  });
  afterEach(async () => {
    await page.close();
    await host.close();
    expect(complaints).toEqual([]);
  });

  it('lists instances, hears of new ones by itself, and can be told to wait', async () => {
    await open();
    await page.getByText('There are no instances yet.').waitFor();
    await start('wait_for_go', 'first');
    await page.getByRole('link', { name: 'first' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await press('Pause updates');
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    await start('wait_for_go', 'second');
    expect(await page.getByRole('link', { name: 'second' }).count()).toBe(0);
    await press('Pause updates');
    await page.getByRole('link', { name: 'second' }).waitFor();
    expect(await page.title()).toBe('Instances · ShopHub');
  });

  it('filters by status, id, orchestration and time; the address keeps the filter', async () => {
    await start('wait_for_go', 'w-1');
    await start('wait_for_go', 'w-2');
    await start('nightly_report', 'n-1');
    await client.terminate('w-2', 'x');
    await open();
    const ids = () => page.locator('tbody .id').allTextContents();
    const see = async (...expected: readonly string[]) => {
      await page.waitForFunction(
        (text) =>
          [...document.querySelectorAll('tbody .id')]
            .map((link) => link.textContent)
            .sort()
            .join() === text,
        [...expected].sort().join(),
      );
      expect((await ids()).length).toBe(expected.length);
    };
    await see('n-1', 'w-1', 'w-2');
    await page.getByRole('checkbox', { name: /Terminated 1/ }).check();
    await see('w-2');
    await page.getByRole('checkbox', { name: /Failed 1/ }).check();
    await see('w-2', 'n-1');
    await page.reload();
    await see('w-2', 'n-1');
    expect(await page.getByRole('checkbox', { name: /Failed/ }).isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Clear' }).click();
    await see('n-1', 'w-1', 'w-2');
    await page.getByLabel('Id begins with').fill('w-');
    await page.keyboard.press('Enter');
    await see('w-1', 'w-2');
    await page.getByLabel('Id begins with').fill('');
    await page.keyboard.press('Enter');
    await page.getByLabel('Orchestration', { exact: true }).selectOption('nightly_report');
    await see('n-1');
    await page.getByLabel('Started until').fill('2020-01-01T00:00');
    await page.getByText('No instance matches the filter.').waitFor();
    expect(page.url()).toContain('#/instances?name=nightly_report&to=20');
    await page.goBack();
    await see('n-1');
  });

  it('pages through many instances', async () => {
    for (let i = 0; i < 55; i++) await start('wait_for_go', `w-${100 + i}`);
    await open();
    await page.getByRole('link', { name: 'w-154', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Older' }).click();
    await page.getByRole('link', { name: 'w-100', exact: true }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(5);
    await page.getByRole('link', { name: 'Newest' }).click();
    await page.getByRole('link', { name: 'w-154', exact: true }).waitFor();
  });

  it('starts an instance, says what is wrong with one, and raises an event', async () => {
    await open();
    await press('Start an instance');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Orchestration').selectOption('wait_for_go');
    await dialog.getByLabel('Instance id').fill('mine');
    await dialog.getByLabel('Input').fill('{no');
    await inDialog('Start');
    await dialog.getByText('This is not JSON').waitFor();
    await dialog.getByLabel('Input').fill('{"a": 1}');
    await inDialog('Start');
    await badge('Running');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('mine');
    await page.getByRole('group', { name: 'Input', exact: true }).getByText('"a": 1').waitFor();
    await press('Raise event');
    await inDialog('Raise');
    await dialog.getByText('Please give the name of the event.').waitFor();
    await dialog.getByLabel('Name of the event').fill('go');
    await dialog.getByLabel('Data').fill('"now"');
    await inDialog('Raise');
    await badge('Completed');
    await page.getByRole('group', { name: 'Output' }).getByText('"now"').waitFor();
    await open('#/instances');
    await press('Start an instance');
    await dialog.getByLabel('Instance id').fill('@entity');
    await inDialog('Start');
    await dialog.getByText('must not begin with').waitFor();
    await inDialog('Cancel');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('suspends, resumes and terminates', async () => {
    await start('wait_for_go', 'w');
    await open('#/instances/w');
    await badge('Running');
    for (const name of ['Resume', 'Rewind', 'Purge']) {
      expect(await page.getByRole('button', { name, exact: true }).isDisabled()).toBe(true);
    }
    await press('Suspend');
    await page.getByRole('dialog').getByLabel('Reason').fill('over night');
    await inDialog('Suspend');
    await badge('Suspended');
    await page.locator('summary', { hasText: 'Suspended' }).click();
    await page.getByText('over night').waitFor();
    await press('Resume');
    await inDialog('Resume');
    await badge('Running');
    await press('Terminate');
    await page.getByRole('dialog').getByLabel('Reason').fill('enough');
    await page.keyboard.press('Escape');
    await badge('Running');
    await press('Terminate');
    await page.getByRole('dialog').getByLabel('Reason').fill('enough');
    await inDialog('Terminate');
    await badge('Terminated');
    expect((await client.queryStatus('w'))?.output).toBe('enough');
    expect(await page.getByRole('button', { name: 'Raise event' }).isDisabled()).toBe(true);
  });

  it('rewinds what has failed, restarts, and purges', async () => {
    await start('nightly_report', 'n');
    await open('#/instances/n');
    await badge('Failed');
    await page.locator('summary', { hasText: 'Activity failed' }).click();
    await page.getByText('The stock file is damaged.').first().waitFor();
    await press('Rewind');
    await inDialog('Rewind');
    await page.locator('summary', { hasText: 'Rewound' }).waitFor();
    await badge('Failed');
    await press('Restart');
    await inDialog('Restart');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent !== 'n');
    await badge('Failed');
    await page.goBack();
    await badge('Failed');
    const { lastUpdatedTime } = (await client.queryStatus('n')) ?? {};
    await press('Restart');
    await page.getByRole('dialog').getByRole('checkbox').check();
    await inDialog('Restart');
    await page.locator('summary', { hasText: 'Rewound' }).waitFor({ state: 'detached' });
    expect(lastUpdatedTime).toBeDefined();
    await badge('Failed');
    await press('Purge');
    await inDialog('Purge');
    await page.getByText('There is no such instance').waitFor();
    expect(await client.queryStatus('n')).toBeUndefined();
  });

  it('tells why something was refused', async () => {
    await start('wait_for_go', 'w');
    await open('#/instances/w');
    await badge('Running');
    await press('Pause updates');
    await client.terminate('w', 'x');
    await press('Suspend');
    await inDialog('Suspend');
    await page.getByRole('dialog').getByRole('alert').getByText('The instance has finished.').waitFor();
  });

  it('draws a timeline with attempts, and leads from a bar to its event', async () => {
    const input = { customer: 'Ada', items: ['tea', 'cups'], total: 77 };
    await start('process_order', 'o', input);
    await open('#/instances/o');
    const row = (label: string) => page.locator('.row', { hasText: label });
    await row('approved').waitFor();
    await client.raiseEvent('o', 'approved', { by: 'Ada' });
    await badge('Completed');
    await row('ship_order').locator('.bar.is-completed').waitFor();
    expect(await row('charge_card').locator('.bar').count()).toBe(5);
    expect(await row('charge_card').locator('.attempts').textContent()).toBe('3×');
    const [box, track] = [
      await row('ship_order').locator('.bar').boundingBox(),
      await page.locator('.grid').boundingBox(),
    ];
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((track?.x ?? 0) + (track?.width ?? 0) + 1);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.waitForFunction(
      (width) => (document.querySelector('.grid')?.clientWidth ?? 0) > width,
      1.8 * (track?.width ?? 0),
    );
    await row('charge_card').locator('.label').click();
    const opened = page.locator('details[open]');
    await opened.getByText('"receipt"').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('charge_card');
    await page.getByRole('link', { name: 'o-parcel' }).first().click();
    await page.getByText('Called by').waitFor();
    await page.getByRole('link', { name: 'o', exact: true }).click();
    await row('charge_card').waitFor();
    await open('#/instances');
    await page.getByRole('link', { name: 'o-parcel' }).waitFor();
    await page.getByRole('checkbox', { name: 'Without sub-orchestrations' }).check();
    await page.getByRole('link', { name: 'o-parcel' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'o', exact: true }).waitFor();
  });

  it('stays quick with a history of 10,000 events', async () => {
    await start('count_stock', 'long', 5_000);
    await client.waitForCompletion('long');
    await open('#/instances/long');
    await page.getByText('1 to 100 of 10,002').waitFor();
    expect(await page.locator('*').count()).toBeLessThan(1_600);
    const shown = await page.locator('.timeline').evaluate((timeline) => {
      timeline.scrollTop = timeline.scrollHeight;
      return timeline.scrollHeight;
    });
    expect(shown).toBeGreaterThan(100_000);
    const last = page.locator('.row', { hasText: 'count_shelf 4999' });
    await last.waitFor();
    for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
    const [bar, frame] = [await last.locator('.bar').boundingBox(), await page.locator('.timeline').boundingBox()];
    expect(bar?.x).toBeGreaterThan(frame?.x ?? 0);
    expect(bar?.x).toBeLessThan((frame?.x ?? 0) + (frame?.width ?? 0));
    await press('Last');
    await page.locator('summary', { hasText: 'Finished' }).waitFor();
    await page.getByLabel('Find').fill('4998');
    await page.keyboard.press('Enter');
    await page.getByText('1 to 2 of 2').waitFor();
  });

  it('shows long values as a whole when asked to', async () => {
    const input = { text: 'x'.repeat(29_973), end: 'the end' };
    expect(JSON.stringify(input)).toHaveLength(30_000);
    await start('wait_for_go', 'w', input);
    await open('#/instances/w');
    await badge('Running');
    expect(await page.getByText('the end').count()).toBe(0);
    await press('Show all 30,000 characters');
    await page.getByText('the end').waitFor();
    await page.locator('summary', { hasText: 'Started' }).first().click();
    await page.locator('.members').getByText('the end').waitFor();
  });

  it('lists entities, shows their state, signals and deletes them', async () => {
    for (const key of ['main', '<b>']) await client.signalEntity({ name: 'stock', key }, 'sell', 2);
    await host.whenIdle();
    await open();
    await page.getByRole('link', { name: 'Entities' }).click();
    await page.getByRole('link', { name: 'main' }).click();
    await page.getByText('"sold": 2').waitFor();
    await press('Signal');
    await page.getByLabel('Operation').fill('sell');
    await page.getByLabel('Input').fill('5');
    await inDialog('Signal');
    await page.getByText('"sold": 7').waitFor();
    await page.reload();
    await page.getByText('"sold": 7').waitFor();
    await press('Delete');
    await inDialog('Delete');
    await page.getByText('It has no state.').waitFor();
  });

  it('says so when the host is gone, and goes on when it is back', async () => {
    await start('wait_for_go', 'w');
    await open();
    await page.getByRole('link', { name: 'w', exact: true }).waitFor();
    await page.route('**/data/**', (route) => route.abort());
    await page.getByText('No connection').waitFor();
    await page.getByRole('link', { name: 'w', exact: true }).waitFor();
    await page.unroute('**/data/**');
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('asks less often while nothing happens, and nothing while nobody sees it', async () => {
    await page.clock.install();
    await open();
    await page.getByText('There are no instances yet.').waitFor();
    await page.clock.pauseAt(Date.now() + 3_600_000);
    let asked = 0;
    let answered = 0;
    page.on('request', () => {
      asked += 1;
    });
    page.on('requestfinished', () => {
      answered += 1;
    });
    const see = (isHidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    const askedIn = async (seconds: number) => {
      const before = asked;
      for (let i = 0; i < seconds; i++) {
        await page.clock.runFor(1_000);
        // Until the answer was read and the next request is planned.
        do await page.evaluate(() => document.title);
        while (answered < asked);
      }
      return asked - before;
    };
    const often = await askedIn(60);
    expect(often).toBeGreaterThanOrEqual(3);
    expect(often).toBeLessThanOrEqual(20);
    await see(true);
    await askedIn(11);
    expect(await askedIn(60)).toBe(0);
    await start('wait_for_go', 'meanwhile');
    await see(false);
    await page.clock.resume();
    await page.getByRole('link', { name: 'meanwhile' }).waitFor();
  });

  it('asks for the key, keeps it in the tab, and takes it out of the address', async () => {
    const locked = await DurableHost.open({ database: ':memory:', functions: shopFunctions, code: 'k&y', log: silent });
    const { dashboardUrl = '' } = await locked.listen({ port: 0 });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    try {
      await page.goto(dashboardUrl);
      await page.getByRole('heading', { name: 'This host asks for a key' }).waitFor();
      expect(await checkAccessibility(page)).toEqual([]);
      await page.getByLabel('Key').fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByText('The host does not take this key.').waitFor();
      await page.getByLabel('Key').fill('k&y');
      await press('Open');
      await press('Start an instance');
      await page.getByRole('dialog').getByLabel('Orchestration').selectOption('wait_for_go');
      await inDialog('Start');
      await badge('Running');
      await page.reload();
      await badge('Running');
      const other = await openPage();
      await other.goto(`${dashboardUrl}#code=k%26y`);
      await other.locator('.badge.is-running').waitFor();
      expect(other.url()).not.toContain('k%26y');
      await other.close();
      expect(asked.filter((address) => address.includes('k&y') || address.includes('k%26y'))).toEqual([]);
    } finally {
      await page.close();
      await locked.close();
    }
  });

  it('shows what is hostile as text', async () => {
    const evil = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script>`;
    await client.startNew('wait_for_go', { instanceId: `a<b onclick=x>&"'`, input: { [evil]: evil } });
    await open();
    await page.getByRole('link', { name: `a<b onclick=x>&"'` }).click();
    await badge('Running');
    await client.raiseEvent(`a<b onclick=x>&"'`, 'javascript:alert(1)', evil);
    await page.locator('summary', { hasText: 'javascript:alert(1)' }).click();
    await page.locator('.members').getByText('<img src=x').waitFor();
    expect(await page.locator('img, script:not([src])').count()).toBe(0);
    const hrefs = await page.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(hrefs.filter((href) => !href.startsWith('#'))).toEqual([]);
    expect(await page.title()).toBe(`a<b onclick=x>&"' · ShopHub`);
    await client.terminate(`a<b onclick=x>&"'`, evil);
    await badge('Terminated');
    await page.reload();
    await badge('Terminated');
  });

  it('can be used by the keyboard alone', async () => {
    await start('wait_for_go', 'w');
    await open();
    await page.getByRole('link', { name: 'w', exact: true }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const tabTo = async (text: string) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if ((await focused()).trim() === text) return;
      }
      throw new Error(`The focus never came to '${text}'.`);
    };
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Instances');
    await tabTo('w');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    await badge('Running');
    expect(await focused()).toBe('w');
    await tabTo('Terminate');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('by hand');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await focused()).toBe('Terminate');
    await page.keyboard.press('Enter');
    await page.keyboard.type('by hand');
    await page.keyboard.press('Enter');
    await badge('Terminated');
    expect((await client.queryStatus('w'))?.output).toBe('by hand');
    await page.locator('[aria-live]', { hasText: 'w is Terminated now.' }).waitFor({ state: 'attached' });
  });

  it.each([
    ['light', 1_240],
    ['dark', 1_240],
    ['light', 360],
    ['dark', 360],
  ] as const)('has names, labels, headings and contrast, %s at %d pixels', async (colorScheme, width) => {
    await start('process_order', 'o', { customer: 'Ada', items: ['tea'], total: width });
    await start('nightly_report', 'n');
    await start('wait_for_go', 'suspended');
    await start('wait_for_go', 'stopped');
    await client.suspend('suspended', 'x');
    await client.terminate('stopped', 'x');
    await page.close();
    page = await openPage({ colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    await open();
    await page.locator('.badge.is-failed').waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
    await press('Start an instance');
    expect(await checkAccessibility(page)).toEqual([]);
    await inDialog('Cancel');
    await open('#/instances/n');
    await page.locator('summary', { hasText: 'Activity failed' }).click();
    expect(await checkAccessibility(page)).toEqual([]);
    await open('#/instances/o');
    await page.locator('.row', { hasText: 'approved' }).waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await open('#/entities/stock/main');
    await page.getByText('"sold"').waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
  });
});
