import {
  type BulkRow,
  ContainerReference,
  CosmosError,
  type CosmosOperation,
  type CosmosResponse,
  DatabaseReference,
  type ExecuteOptions,
  FeedRange,
} from '@perdura/cosmos-driver';
import type { AnyBulkOperation, BulkOperation } from '../../src/bulk/bulk-operation.ts';
import { type BulkOptions, resolveBulkOptions } from '../../src/bulk/bulk-options.ts';
import { prepareOperation } from '../../src/bulk/prepare-operation.ts';
import type { AnyBulkOutcome } from '../../src/bulk/read-outcome.ts';
import { runBulk } from '../../src/bulk/run-bulk.ts';
import type { Connection } from '../../src/client/connection.ts';
import type { ContainerScope } from '../../src/container/container-scope.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

/** What becomes of one row, or of a request as a whole. */
type Ending = 'done' | 'throttled' | 'retry-with' | 'trouble' | 'conflict' | 'moved';

/** What becomes of a request: of each of its rows, or of all of them; `hang` until it is aborted. */
export type RequestEnding =
  | { readonly kind: 'rows'; readonly endings: readonly Ending[] }
  | { readonly kind: 'failure'; readonly ending: 'throttled' | 'unclear' | 'moved' | 'refused' }
  | { readonly kind: 'hang' };

const statuses: Record<Ending, { readonly code: number; readonly subStatus: number; readonly mayRepeat: boolean }> = {
  done: { code: 200, subStatus: 0, mayRepeat: false },
  throttled: { code: 429, subStatus: 3200, mayRepeat: true },
  'retry-with': { code: 449, subStatus: 0, mayRepeat: true },
  trouble: { code: 503, subStatus: 0, mayRepeat: false },
  conflict: { code: 409, subStatus: 0, mayRepeat: false },
  moved: { code: 410, subStatus: 1002, mayRepeat: true },
};
const failures = {
  throttled: { code: 'throttled', status: 429, subStatus: 3200, mayHaveBeenApplied: false },
  unclear: { code: 'transport-failed', status: undefined, subStatus: 0, mayHaveBeenApplied: true },
  moved: { code: 'gone', status: 410, subStatus: 1002, mayHaveBeenApplied: false },
  refused: { code: 'bad-request', status: 400, subStatus: 0, mayHaveBeenApplied: false },
} as const;

/** A bulk whose every answer is told beforehand, on a clock of its own. Nothing goes through a driver. */
export interface ScriptedBulk {
  readonly clock: ManualClock;
  /** The rows of every request, in the order they were sent: ids of items and what is in them. */
  readonly sent: readonly (readonly string[])[];
  run(
    operations: Iterable<BulkOperation> | AsyncIterable<BulkOperation>,
    options?: BulkOptions,
  ): AsyncGenerator<AnyBulkOutcome>;
  /** Lets time pass until the promise is settled. */
  settle<Value>(promise: Promise<Value>): Promise<Value>;
}

/** @param script  Says what becomes of the request with this number, of so many rows. */
export function scriptedBulk(script: (request: number, count: number) => RequestEnding): ScriptedBulk {
  let underWay = 0;
  const clock = manualClock(() => false);
  const reference = new ContainerReference(DatabaseReference.from('plant'), 'readings', {
    rid: 'kX0wAJ8vXx0=',
    partitionKey: { paths: ['/sensor'], kind: 'Hash', version: 2 },
  });
  const sent: string[][] = [];

  async function execute(operation: CosmosOperation, { signal }: ExecuteOptions = {}): Promise<CosmosResponse> {
    const rows = rowsOf(operation);
    const ending = script(sent.push(rows.map(textOf)) - 1, rows.length);
    underWay++;
    try {
      await new Promise<void>((resolve, reject) => {
        const abort = (): void => reject(new CosmosError('Aborted.', { code: 'aborted', mayHaveBeenApplied: true }));
        if (signal?.aborted) return abort();
        signal?.addEventListener('abort', abort, { once: true });
        if (ending.kind !== 'hang') clock.startTimer(5, resolve);
      });
    } finally {
      underWay--;
    }
    if (ending.kind === 'rows')
      return responseOf(rows.map((_, index) => ending.endings[index % ending.endings.length] ?? 'done'));
    throw failureOf(ending.kind === 'failure' ? ending.ending : 'refused');
  }

  const connection = {
    contentResponseOnWrite: false,
    execute,
    readFeedRanges: async () => [FeedRange.fromKeys('', '20'), FeedRange.fromKeys('20', 'FF')],
  } as Partial<Connection> as Connection;
  const scope: ContainerScope = {
    connection,
    reference,
    paths: [['sensor']],
    schema: undefined,
    validateOnRead: false,
  };

  return {
    clock,
    sent,
    run(operations, options) {
      const prepare = (index: number, operation: AnyBulkOperation) => prepareOperation(scope, index, operation);
      const given = operations as Iterable<AnyBulkOperation>;
      return runBulk(scope, given, resolveBulkOptions(options), prepare, { clock, random: () => 0.5 });
    },
    async settle(promise) {
      let isSettled = false;
      const end = (): void => {
        isSettled = true;
      };
      promise.then(end, end);
      while (!isSettled) await clock.advance(underWay > 0 ? 5 : 250);
      return promise;
    },
  };
}

function rowsOf({ details }: CosmosOperation): readonly BulkRow[] {
  if (details?.kind !== 'bulk') throw new TypeError('Only bulks are scripted.');
  return details.rows;
}

/** Id and value of what a row writes. */
function textOf({ operation }: BulkRow): string {
  if (!('body' in operation)) throw new TypeError('Only writes are scripted.');
  const { id, value } = JSON.parse(new TextDecoder().decode(operation.body)) as { id: string; value: number };
  return `${id}#${value}`;
}

function responseOf(endings: readonly Ending[]): CosmosResponse {
  const items = endings.map((ending) => {
    const { code, subStatus, mayRepeat } = statuses[ending];
    const status = { code, subStatus, name: ending };
    const retryAfterMs = ending === 'throttled' ? 1000 : undefined;
    return { status, mayRepeat, retryAfterMs, requestCharge: 1, mayHaveBeenApplied: ending === 'trouble' };
  });
  const diagnostics = { operationName: 'execute_bulk', totalRequestCharge: items.length };
  return { body: { kind: 'items', items }, diagnostics } as unknown as CosmosResponse;
}

function failureOf(ending: keyof typeof failures): CosmosError {
  const { code, status, subStatus, mayHaveBeenApplied } = failures[ending];
  return new CosmosError(`The request is ${ending}.`, {
    code,
    mayHaveBeenApplied,
    status: status === undefined ? undefined : { code: status, subStatus, name: ending },
  });
}
