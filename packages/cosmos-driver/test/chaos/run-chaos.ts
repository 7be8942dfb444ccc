import { createHash } from 'node:crypto';
import type { AccountData } from '@perdura/cosmos-emulator';
import type { Transport } from '../../src/effects/transport.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../../src/operation/database-reference.ts';
import { encodeJson } from '../../src/request/encode-json.ts';
import { regionsAccount } from '../fakes/regions-account.ts';
import { createChance } from './chance.ts';
import { chaosItems, stateOfGroup } from './chaos-items.ts';
import { Group } from './group.ts';
import { type UnreliableTransport, unreliableTransport } from './unreliable-transport.ts';
import { createWeather, type Weather } from './weather.ts';

/** What a chaos run did. */
export interface ChaosFigures {
  readonly changes: Weather['changes'];
  /** How many operations ended how. */
  readonly ends: Readonly<Record<string, number>>;
  /** The same for the same seed. */
  readonly digest: string;
}

const regions = ['East US', 'West US', 'North Europe'] as const;
const preferences = [undefined, { preferredRegions: ['West US', 'North Europe'] }];
const groupCount = 24;
const operationsPerChange = 40;

/**
 * How the write region changes: `planned`, replication drained before, or `unplanned` too, with whatever had not replicated lost.
 */
export type Failovers = 'planned' | 'unplanned';

/**
 * Random operations on an account where everything goes wrong that may, each group of items by one writer at a time, all
 * groups at once; time is the run's own.
 *
 * @throws when the driver says what cannot be, or an item is in a state that its history does not allow.
 */
export async function runChaos(
  seed: number,
  operationCount: number,
  failovers: Failovers = 'planned',
): Promise<ChaosFigures> {
  const chance = createChance(seed);
  const open: { clock?: Parameters<typeof unreliableTransport>[1]; transport?: UnreliableTransport } = {};
  const late: Transport = { send: (request) => (open.transport ?? unready()).send(request) };
  let inner: Transport | undefined;
  const shop = await regionsAccount(
    { seed, partitionsPerContainer: 2, replication: { minDelayMs: 0, maxDelayMs: 2_000 } },
    (transport) => {
      inner = transport;
      return { send: (request) => (open.transport === undefined ? transport : late).send(request) };
    },
  );
  const transport = unreliableTransport(inner ?? unready(), shop.clock, chance);
  const container = await makeContainer(shop.driver);
  open.transport = transport;
  // Who shares a session may be told by others of how things are after a loss: there each group has its own.
  const driverCount = failovers === 'planned' ? 2 : groupCount;
  const drivers = [shop.driver];
  while (drivers.length < driverCount) drivers.push(await shop.createDriver(preferences[drivers.length % 2]));
  const groups = Array.from({ length: groupCount }, (_, index) => {
    const driver = drivers[index % drivers.length] ?? shop.driver;
    return new Group(`group-${index}`, { driver, container, transport, chance });
  });
  const onLoss = (before: AccountData, after: AccountData): void => {
    const [itemsBefore, itemsAfter] = [chaosItems(before), chaosItems(after)];
    for (const group of groups) {
      group.loseWrites(stateOfGroup(itemsBefore, group.name), stateOfGroup(itemsAfter, group.name));
    }
  };
  const weather = createWeather({
    account: shop.account,
    regions,
    rangeIds: ['0', '1'],
    clock: shop.clock,
    chance,
    onLoss: failovers === 'unplanned' ? onLoss : undefined,
  });

  const digest = createHash('sha256');
  const ends: Record<string, number> = {};
  let begun = 0;
  const workOn = async (group: Group): Promise<void> => {
    while (begun < operationCount) {
      const number = ++begun;
      if (number % operationsPerChange === 0) await weather.change();
      if (number % 8 === 0) shop.clock.advance(chance.below(500));
      const told = await group.act(number).catch((cause: unknown) => {
        throw new Error(`Seed ${seed}, operation ${number} on ${group.name}: ${cause}`, { cause });
      });
      digest.update(`${number} ${told}\n`);
      const end = told.replace(/ [\d\w=+,]*\d\+\d[^ ]*/, '');
      ends[end] = (ends[end] ?? 0) + 1;
    }
  };
  try {
    await Promise.all(groups.map(workOn));
    await weather.clear();
    transport.isUnreliable = false;
    await shop.pass(600_000);
    await shop.account.control.drainReplication();
    const stranger = await shop.createDriver();
    // A session that has seen what is lost sees nothing else.
    for (const group of groups) await group.check(failovers === 'planned' ? undefined : stranger);
  } finally {
    await shop.close();
  }
  return { changes: weather.changes, ends, digest: digest.digest('hex') };
}

async function makeContainer(driver: Awaited<ReturnType<typeof regionsAccount>>['driver']) {
  const database = DatabaseReference.from('shop');
  await driver.executeOperation(CosmosOperation.deleteContainer(database, 'orders'));
  const partitionKey = { paths: ['/group'], kind: 'Hash', version: 2 };
  const create = CosmosOperation.createContainer(database, 'orders');
  await driver.executeOperation(create.withBody(encodeJson({ id: 'orders', partitionKey })));
  return driver.resolveContainer(database, 'orders');
}

function unready(): never {
  throw new Error('The transport is not there yet.');
}
