/**
 * The way from every object of this entry to the driver.
 *
 * 1. Making one asks nobody. The first operation opens the client beneath; all who come meanwhile wait for the same attempt.
 * 2. An attempt that failed is not remembered: the next operation makes another.
 * 3. `dispose()` closes what was opened, behind the operations that are under way. One that comes later opens anew, as timers
 *    are all that others dispose of.
 */
import {
  type ContainerReference,
  type CosmosOperation,
  type CosmosResponse,
  createCosmosRuntime,
  DatabaseReference,
  type ExecuteOptions,
  type FeedRange,
  kyTransport,
  type ThrottlingRetryOptions,
} from '@perdura/cosmos-driver';
import { type Connection, connectOn } from '../client/connection.ts';
import type { AccountPlan } from './client-options.ts';
import { signedBy } from './token-provider.ts';
import { translatingErrors } from './translate-error.ts';

/** Makes an operation; may look something up for it. */
export type MakeOperation = () => CosmosOperation | Promise<CosmosOperation>;

/** An account, reached when it is first needed. Errors are those of this entry. */
export interface Account {
  /** Carries out one operation. */
  execute(make: MakeOperation, options?: ExecuteOptions): Promise<CosmosResponse>;
  /** Reads a feed page by page. */
  pages(make: MakeOperation, options?: ExecuteOptions): AsyncGenerator<CosmosResponse, void, undefined>;
  /** Looks a container up; remembered by the driver. */
  resolveContainer(databaseId: string, id: string, options?: ExecuteOptions): Promise<ContainerReference>;
  /** The physical partitions of a container. */
  readFeedRanges(databaseId: string, id: string): Promise<readonly FeedRange[]>;
  /** Works with the client beneath, which stays open meanwhile. */
  work<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /** How long operations of bulks wait for throughput, where somebody said. */
  readonly throttlingOfBulks: ThrottlingRetryOptions | undefined;
  /** Closes what was opened. */
  dispose(): void;
}

/** An account that nobody has asked yet. @param begin  Opens the client beneath. */
export function lazyAccount(begin: () => Promise<Connection>, throttlingOfBulks?: ThrottlingRetryOptions): Account {
  let current: Opened | undefined;

  function open(): Opened {
    if (current !== undefined) return current;
    const opened: Opened = { connection: begin(), users: 0, isDisposed: false };
    current = opened;
    opened.connection.catch(() => {
      if (current === opened) current = undefined;
    });
    return opened;
  }

  async function resolve(databaseId: string, id: string, options?: ExecuteOptions): Promise<ContainerReference> {
    const database = DatabaseReference.from(databaseId);
    return use(open(), (connection) => connection.resolveContainer(database, id, options));
  }

  return {
    execute: (make, options) =>
      translatingErrors(() => use(open(), async (connection) => connection.execute(await make(), options))),
    async *pages(make, options) {
      const opened = open();
      const pages = await translatingErrors(() =>
        use(opened, async (connection) => connection.pages(await make(), options)[Symbol.asyncIterator]()),
      );
      try {
        for (;;) {
          const { done, value } = await translatingErrors(() => use(opened, () => pages.next()));
          if (done === true) return;
          yield value;
        }
      } finally {
        await pages.return?.();
      }
    },
    resolveContainer: (databaseId, id, options) => translatingErrors(() => resolve(databaseId, id, options)),
    readFeedRanges: (databaseId, id) =>
      translatingErrors(async () => {
        const container = await resolve(databaseId, id);
        return use(open(), (connection) => connection.readFeedRanges(container));
      }),
    work: (work) => translatingErrors(() => use(open(), work)),
    throttlingOfBulks,
    dispose() {
      if (current === undefined) return;
      current.isDisposed = true;
      closeWhenIdle(current);
      current = undefined;
    },
  };
}

/** A client beneath, and how many operations are under way on it. */
interface Opened {
  readonly connection: Promise<Connection>;
  users: number;
  isDisposed: boolean;
}

async function use<Result>(opened: Opened, work: (connection: Connection) => Promise<Result>): Promise<Result> {
  opened.users++;
  try {
    return await work(await opened.connection);
  } finally {
    opened.users--;
    closeWhenIdle(opened);
  }
}

function closeWhenIdle({ connection, users, isDisposed }: Opened): void {
  if (!isDisposed || users > 0) return;
  // What could not be opened need not be closed, and what cannot be closed is of no use to anybody.
  connection.then((open) => open.close()).catch(() => undefined);
}

/** Opens the client beneath, on a runtime of its own: how long one answer may take is the runtime's. */
export async function openAccount({ plan, requestTimeoutMs, tokenProvider }: AccountPlan): Promise<Connection> {
  const transport = tokenProvider === undefined ? undefined : signedBy(tokenProvider, kyTransport());
  const runtime = createCosmosRuntime({
    transport,
    dataPlaneRequestTimeoutMs: requestTimeoutMs,
    metadataRequestTimeoutMs: Math.min(requestTimeoutMs, maxMetadataTimeoutMs),
  });
  return connectOn(plan, runtime, () => runtime.close());
}

/** The driver's bound for what is not about items. */
const maxMetadataTimeoutMs = 65_000;
