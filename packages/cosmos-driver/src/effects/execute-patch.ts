import { isCosmosError } from '../errors/cosmos-error.ts';
import { describeOperation } from '../errors/describe-operation.ts';
import { singleLine } from '../errors/single-line.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ItemReference } from '../operation/item-reference.ts';
import type { OperationDetails } from '../operation/operation-details.ts';
import { ifMatch } from '../operation/precondition.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { applyPatch, PatchMismatch } from '../patch/apply-patch.ts';
import { isRepeatablePatch } from '../patch/is-repeatable-patch.ts';
import { encodeJson } from '../request/encode-json.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { clientStatuses } from '../response/cosmos-status.ts';
import { readJsonBody } from '../response/read-json-body.ts';
import { joinSessionTokens } from '../session/session-token.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { beginSteps, type OperationSteps } from './operation-steps.ts';

type PatchDetails = Extract<OperationDetails, { kind: 'patch' }>;

/**
 * Patches an item by reading it, changing it here, and replacing it while it is still as it was read; again when it is not.
 *
 * @returns Headers and status of the replace; its body, or else the item as it was written.
 * @throws {CosmosError} `precondition-failed` when somebody else was faster every time.
 */
export async function executePatch(
  operation: CosmosOperation,
  item: ItemReference,
  details: PatchDetails,
  options: ResolvedOperationOptions,
  scope: ExecutionScope,
  signal: AbortSignal | undefined,
): Promise<CosmosResponse> {
  const steps = beginSteps(operation, options, scope, signal);
  const mayRepeat = options.retryAmbiguousWrites === 'always' || isRepeatablePatch(details.patch.operations);
  // The driver's own session has seen whatever the steps have; a token of the caller has to be taught.
  let sessionToken = operation.sessionToken;

  for (let attempt = 1; ; attempt++) {
    const { read, changed, etag } = await readAndChange(operation, item, details, sessionToken, steps);
    const replace = withToken(
      CosmosOperation.replaceItem(item).withBody(encodeJson(changed)).withPrecondition(ifMatch(etag)),
      sessionToken === undefined ? undefined : read.headers.sessionToken,
    );
    try {
      const replaced = await steps.execute(replace, 'patch_replace_item');
      return steps.complete(replaced.body.kind === 'none' ? withItem(replaced, changed) : replaced);
    } catch (error) {
      const isLost = isCosmosError(error) && error.code === 'precondition-failed';
      // After an attempt of unknown outcome the item may have changed because of us; only some patches may be applied twice.
      if (!isLost || attempt >= details.maxAttempts || (error.mayHaveBeenApplied && !mayRepeat)) throw error;
      const seen = error.response?.headers.sessionToken;
      if (sessionToken !== undefined && seen !== undefined) sessionToken = joinSessionTokens(sessionToken, seen);
    }
  }
}

async function readAndChange(
  operation: CosmosOperation,
  item: ItemReference,
  { patch }: PatchDetails,
  sessionToken: string | undefined,
  steps: OperationSteps,
): Promise<{ readonly read: CosmosResponse; readonly changed: unknown; readonly etag: string }> {
  const readItem = withToken(CosmosOperation.readItem(item), sessionToken);
  const read = await steps.execute(readItem, 'patch_read_item');
  const { document, etag } = steps.read(readItem, () => {
    if (read.headers.etag === undefined) throw new TypeError('It has no ETag.');
    return { document: readJsonBody(read), etag: read.headers.etag };
  });
  try {
    return { read, etag, changed: applyPatch(document, patch.operations) };
  } catch (error) {
    if (!(error instanceof PatchMismatch)) throw error;
    throw steps.failure(`${describeOperation(operation)} does not fit the item: ${singleLine(error.message)}`, {
      code: 'bad-request',
      status: clientStatuses.patchNotApplicable,
      cause: error,
    });
  }
}

function withToken(operation: CosmosOperation, token: string | undefined): CosmosOperation {
  return token === undefined ? operation : operation.withSessionToken(token);
}

/** The item as it was written, with the ETag it now has. */
function withItem(response: CosmosResponse, item: unknown): CosmosResponse {
  const { etag } = response.headers;
  const written = etag === undefined ? item : { ...(item as Record<string, unknown>), _etag: etag };
  return { ...response, body: { kind: 'bytes', bytes: encodeJson(written) } };
}
