import { isBatchApplied, readBatchResults } from '../../src/batch/read-batch-results.ts';
import type { CosmosDriver } from '../../src/driver.ts';
import { type CosmosError, isCosmosError } from '../../src/errors/cosmos-error.ts';
import type { ContainerReference } from '../../src/operation/container-reference.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import { ItemReference } from '../../src/operation/item-reference.ts';
import type { ExecuteOptions } from '../../src/options/operation-options.ts';
import { readJsonBody } from '../../src/response/read-json-body.ts';
import type { Chance } from './chance.ts';
import { type Effect, GroupHistory, type GroupState, keyOf, type WriteEnd } from './group-history.ts';
import { type GroupWrite, itemIds, randomWrite, type SeenItem } from './group-writes.ts';
import type { UnreliableTransport } from './unreliable-transport.ts';

/** What groups are made of. */
export interface GroupParts {
  readonly driver: CosmosDriver;
  readonly container: ContainerReference;
  readonly transport: UnreliableTransport;
  readonly chance: Chance;
}

interface StoredItem {
  readonly id: string;
  readonly by: number;
  readonly count: number;
  readonly _etag: string;
}

/** The items of one logical partition, with one writer, who checks what it is told against what it has done. */
export class Group {
  readonly name: string;
  readonly history: GroupHistory = new GroupHistory();
  readonly #parts: GroupParts;
  readonly #seen = new Map<string, SeenItem>();
  /** How many requests the operation under way has sent. */
  #sent: () => number = () => 0;
  /** What the write under way does. */
  #underWay: Effect | undefined;
  /** How often the write region was lost. */
  #losses = 0;
  /** Whether the session has seen what is lost, and nothing since: it must not be shown less. */
  #isCutOff = false;

  constructor(name: string, parts: GroupParts) {
    this.name = name;
    this.#parts = parts;
  }

  /**
   * Does something. @param number  Of the operation.
   *
   * @returns What, and how it ended.
   * @throws when what the driver says cannot be.
   */
  act(number: number): Promise<string> {
    return this.#parts.transport.counting((sent) => {
      this.#sent = sent;
      return this.#act(number);
    });
  }

  async #act(number: number): Promise<string> {
    const { chance, container } = this.#parts;
    const options: ExecuteOptions = {
      endToEndTimeoutMs: chance.pick([60_000, 60_000, 60_000, 3_000, 200]),
      retryAmbiguousWrites: chance.pick(['idempotent', 'idempotent', 'never']),
    };
    // A group about which too much is unknown is read until it is known.
    const choice = this.history.size > 8 ? 0.5 + chance.next() / 2 : chance.next();
    if (choice < 0.6) return this.#write(randomWrite(container, this.name, number, this.#seen, chance), options);
    if (choice < 0.8) return this.#readOne(chance.pick(itemIds), options);
    if (choice < 0.9) return this.#readAll('read-many', this.#readMany(), options);
    return this.#readAll('query', this.#query(), options);
  }

  /**
   * Learns that the write region was lost. @param before  What it had. @param after  What is left.
   *
   * @throws when it had something else than the history allows.
   */
  loseWrites(before: GroupState, after: GroupState): void {
    const { history } = this;
    if (!history.allows(before, this.#underWay)) {
      throw new Error(`${this.name} was ${keyOf(before)}, which its history does not allow.`);
    }
    const isLost = keyOf(before) !== keyOf(after);
    this.#isCutOff = this.#underWay === undefined && (this.#isCutOff || (isLost && history.isSettled));
    this.#losses++;
    history.restart(after);
  }

  /** All items, by a read of many and by a query. @param driver  Who reads. (default: the group's own) */
  async check(driver: CosmosDriver = this.#parts.driver): Promise<void> {
    this.#isCutOff = false;
    this.#sent = () => 0;
    for (const operation of [this.#readMany(), this.#query()]) {
      const end = await this.#readAll('check', operation, {}, driver);
      if (!end.endsWith('seen')) throw new Error(`It could not be checked: ${end}`);
    }
  }

  async #write({ kind, operation, effect }: GroupWrite, options: ExecuteOptions): Promise<string> {
    const losses = this.#losses;
    this.#underWay = effect;
    // Whatever it is answered tells the session of how things are now.
    this.#isCutOff = false;
    const end = await this.#endOf(operation, options);
    this.#underWay = undefined;
    if (losses === this.#losses) this.history.write(effect, end);
    else this.history.writeAcross(effect, end);
    return `${kind} ${end}`;
  }

  async #endOf(operation: CosmosOperation, options: ExecuteOptions): Promise<WriteEnd> {
    const { driver } = this.#parts;
    try {
      const response = await driver.executeOperation(operation, options);
      this.#checkCount(response.diagnostics.operationName, response.diagnostics.requestCount);
      return operation.type !== 'batch' || isBatchApplied(readBatchResults(response)) ? 'acknowledged' : 'refused';
    } catch (error) {
      const { code, mayHaveBeenApplied } = this.#checkError(error);
      if (mayHaveBeenApplied) return 'unknown';
      // A patch by the driver may have been refused for what a region that lags shows.
      const isTold =
        operation.details?.kind !== 'patch' || operation.details.strategy === 'native' || this.history.isSettled;
      return isTold && (code === 'conflict' || code === 'not-found') ? 'refused' : 'not-applied';
    }
  }

  async #readOne(id: string, options: ExecuteOptions): Promise<string> {
    const { driver, container } = this.#parts;
    const read = CosmosOperation.readItem(ItemReference.from(container, this.name, id));
    const losses = this.#losses;
    const isCutOff = this.#isCutOff;
    try {
      const response = await driver.executeOperation(read, options);
      this.#checkCount(response.diagnostics.operationName, response.diagnostics.requestCount);
      const { by, count, _etag } = readJsonBody(response) as StoredItem;
      this.#see(losses, (state) => state[id]?.by === by && state[id]?.count === count);
      this.#seen.set(id, { etag: _etag, version: { by, count } });
      return `read ${by}+${count}`;
    } catch (error) {
      const { code } = this.#checkReadError(error);
      if (code === 'not-found') this.#see(losses, (state) => state[id] === undefined);
      return endOfRead('read', code, isCutOff);
    }
  }

  /** Learns what a read saw, unless what there was to be seen has changed meanwhile. */
  #see(losses: number, isSo: (state: GroupState) => boolean): void {
    if (losses !== this.#losses) return;
    if (this.#isCutOff) throw new Error('The session has seen more than it is shown now.');
    this.history.see(isSo);
  }

  async #readAll(
    name: string,
    operation: CosmosOperation,
    options: ExecuteOptions,
    driver: CosmosDriver = this.#parts.driver,
  ): Promise<string> {
    const losses = this.#losses;
    const isCutOff = this.#isCutOff;
    const items: StoredItem[] = [];
    let told = 0;
    try {
      if (operation.type === 'query' && operation.feed !== undefined) {
        for await (const { body, diagnostics } of driver.pages(operation, options)) {
          told += diagnostics.requestCount;
          if (body.kind === 'items') items.push(...(body.items as StoredItem[]));
        }
        this.#checkCount(name, told);
      } else {
        const { body, diagnostics } = await driver.executeOperation(operation, options);
        this.#checkCount(name, diagnostics.requestCount);
        if (body.kind === 'items') items.push(...(body.items as (StoredItem | undefined)[]).filter((each) => !!each));
      }
    } catch (error) {
      return endOfRead(name, this.#checkReadError(error, told).code, isCutOff);
    }
    const state: GroupState = Object.fromEntries(items.map(({ id, by, count }) => [id, { by, count }]));
    if (losses === this.#losses && Object.keys(state).length !== items.length)
      throw new Error(`${name} gave an item twice: ${keyOf(state)}`);
    this.#see(losses, (possible) => keyOf(possible) === keyOf(state));
    return `${name} ${keyOf(state)} seen`;
  }

  #readMany(): CosmosOperation {
    const { container } = this.#parts;
    return CosmosOperation.readMany(
      container,
      itemIds.map((id) => ({ id, partitionKey: this.name })),
    );
  }

  /** Over one partition key or all; in small pages when the regions cannot differ. */
  #query(): CosmosOperation {
    const { container, chance } = this.#parts;
    const text = chance.pick(['', ' ORDER BY c["by"]', ' ORDER BY c.id DESC']);
    const query = `SELECT * FROM c WHERE c["group"] = @group${text}`;
    const operation = CosmosOperation.queryItems(container, {
      query,
      parameters: [{ name: '@group', value: this.name }],
    }).withMaxItemCount(this.history.isSettled ? 1 + chance.below(3) : 100);
    return chance.happens(0.5) ? operation.withScope(this.name) : operation;
  }

  /** A read is allowed everywhere: one that only the write region may answer ends as the session that needed it. */
  #checkReadError(error: unknown, toldBefore = 0): CosmosError {
    const checked = this.#checkError(error, toldBefore);
    if (checked.code === 'forbidden') throw new Error(`A read was forbidden: ${error}`, { cause: error });
    return checked;
  }

  /** @param toldBefore  How many requests the pages before it told of. */
  #checkError(error: unknown, toldBefore = 0): CosmosError {
    if (!isCosmosError(error)) throw error;
    const { activityId, requests, requestCount, operationName } = error.diagnostics;
    if (activityId === '' || requests.length === 0) throw new Error(`No diagnostics: ${error}`, { cause: error });
    this.#checkCount(operationName, toldBefore + requestCount);
    return error;
  }

  /** That diagnostics tell of every attempt about an item. */
  #checkCount(name: string, told: number): void {
    const sent = this.#sent();
    if (sent > told) throw new Error(`${name} sent ${sent} requests, its diagnostics tell of ${told}.`);
  }
}

function endOfRead(name: string, code: string, isCutOff: boolean): string {
  return `${name} ${code}${isCutOff ? ' after a loss' : ''}`;
}
