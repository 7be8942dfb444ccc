import { isCosmosError } from '../errors/cosmos-error.ts';
import { describeOperation } from '../errors/describe-operation.ts';
import { errorWith } from '../errors/error-with.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { DatabaseReference } from '../operation/database-reference.ts';
import { isResourceIdOf } from '../operation/is-resource-id-of.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { encodeJson } from '../request/encode-json.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { clientStatuses } from '../response/cosmos-status.ts';
import { readJsonBody } from '../response/read-json-body.ts';
import {
  forMigration,
  isSameThroughput,
  type Offer,
  readOffer,
  throughputOfOffer,
  withThroughput,
} from '../throughput/offer.ts';
import type { Throughput } from '../throughput/throughput.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { beginSteps, type OperationSteps } from './operation-steps.ts';

/**
 * Reads or replaces a throughput: reads the resource for its resource id, looks for its offer, and replaces that. The answer is the
 * offer's.
 *
 * @throws {CosmosError} `not-found` when the resource has no offer of its own.
 */
export async function executeThroughput(
  operation: CosmosOperation,
  of: DatabaseReference | ContainerReference,
  options: ResolvedOperationOptions,
  scope: ExecutionScope,
  signal: AbortSignal | undefined,
): Promise<CosmosResponse> {
  const steps = beginSteps(operation, options, scope, signal);
  const rid = await findResourceId(of, steps);
  const found = await findOffer(operation, of, rid, steps);
  const { details } = operation;
  if (details?.kind !== 'throughput') {
    return steps.complete(await steps.execute(CosmosOperation.readOffer(found.id)));
  }
  return steps.complete(await replaceThroughput(found, details.throughput, details.waitsForCompletion, steps));
}

/** The resource id as it is now: the reference may be older than the resource. */
async function findResourceId(of: DatabaseReference | ContainerReference, steps: OperationSteps): Promise<string> {
  const read =
    of.kind === 'database' ? CosmosOperation.readDatabase(of) : CosmosOperation.readContainer(of.database, of.id);
  const response = await steps.execute(read);
  // Offers are found by resource id alone, so one of another level would find the offer of something else.
  return steps.read(read, () => {
    const { _rid: rid } = readJsonBody(response) as { readonly _rid?: unknown };
    if (isResourceIdOf(of.kind, rid)) return rid;
    throw new TypeError(`Its _rid is not that of a ${of.kind}`);
  });
}

async function findOffer(
  operation: CosmosOperation,
  of: DatabaseReference | ContainerReference,
  rid: string,
  steps: OperationSteps,
): Promise<Offer> {
  const query = {
    query: 'SELECT * FROM c WHERE c.offerResourceId = @rid',
    parameters: [{ name: '@rid', value: rid }],
  };
  const find = CosmosOperation.queryOffers().withBody(encodeJson(query));
  const response = await steps.execute(find);
  const [offer] = response.body.kind === 'items' ? response.body.items : [];
  if (offer === undefined) {
    throw steps.failure(
      `${describeOperation(operation)} found no throughput: its ${of.kind === 'database' ? 'containers have' : 'database has'} ` +
        'it, or the account is serverless.',
      { code: 'not-found', status: clientStatuses.offerNotFound },
    );
  }
  return steps.read(find, () => readOffer(offer));
}

/**
 * Replaces the throughput of an offer. One of the other kind is first made one of the same kind, with a number that the service
 * chooses, because it does not take both in one request.
 */
async function replaceThroughput(
  found: Offer,
  wanted: Throughput,
  waitsForCompletion: boolean,
  steps: OperationSteps,
): Promise<CosmosResponse> {
  if (throughputOfOffer(found).kind === wanted.kind) {
    const response = await replaceOffer(withThroughput(found, wanted), {}, steps);
    return waitsForCompletion ? untilDone(found.id, response, steps) : response;
  }
  const accepted = await replaceOffer(forMigration(found), { migrateTo: wanted.kind }, steps);
  const migrated = await untilDone(found.id, accepted, steps);
  const read = CosmosOperation.readOffer(found.id);
  const offer = await afterwards(async () => steps.read(read, () => readOffer(readJsonBody(migrated))));
  if (isSameThroughput(throughputOfOffer(offer), wanted)) return migrated;
  const response = await afterwards(() => replaceOffer(withThroughput(offer, wanted), {}, steps));
  return waitsForCompletion ? untilDone(found.id, response, steps) : response;
}

function replaceOffer(
  offer: Offer,
  options: { readonly migrateTo?: Throughput['kind'] },
  steps: OperationSteps,
): Promise<CosmosResponse> {
  return steps.execute(CosmosOperation.replaceOffer(offer.id, options).withBody(encodeJson(offer)));
}

/** Looks at an offer until its change is done. */
async function untilDone(id: string, replaced: CosmosResponse, steps: OperationSteps): Promise<CosmosResponse> {
  let response = replaced;
  while (response.headers.isOfferReplacePending === true) {
    response = await afterwards(async () => {
      await steps.pause(defaults.throughputPollIntervalMs);
      return steps.execute(CosmosOperation.readOffer(id));
    });
  }
  return response;
}

/** What fails after the service has accepted a change leaves the change in place. */
async function afterwards<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw isCosmosError(error) ? errorWith(error, { mayHaveBeenApplied: true }) : error;
  }
}
