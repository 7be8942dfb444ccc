import { randomBytes } from 'node:crypto';
import { isPartitionKeyValue, type PartitionKeyValue } from '@perdura/cosmos-protocol';
import type { ResourceTokenMode } from '../authorization/resource-grant.ts';
import type { Container } from '../containers/container.ts';
import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';
import type { Emulation } from '../serving/emulation.ts';
import { type ContainerName, findControlledContainer } from './find-controlled-container.ts';

/** What a resource token is for. */
export interface IssueResourceTokenOptions extends ContainerName {
  /** `'read'` reads and queries items; `'all'` also writes them. Both read the container and its partition key ranges. */
  readonly mode: ResourceTokenMode;
  /** Partition key the token is confined to: its value, or an array of values for a hierarchical key or its prefix. (default all) */
  readonly partitionKey?: PartitionKeyValue | readonly PartitionKeyValue[];
  /** How long it holds, in milliseconds of the account's clock. (default one hour, as in the service) */
  readonly expiresInMs?: number;
}

const optionNames = new Set(['database', 'container', 'mode', 'partitionKey', 'expiresInMs']);

/** @see https://learn.microsoft.com/azure/cosmos-db/secure-access-to-data#resource-tokens */
const defaultExpiresInMs = 60 * 60 * 1000;

/**
 * Issues a resource token. It comes from the system's random source, whatever the account's seed: nobody can guess it.
 *
 * @throws {TypeError} for a container that does not exist, or an option that is wrong.
 */
export function issueResourceToken({ store, resourceTokens }: Emulation, options: IssueResourceTokenOptions): string {
  refuseUnknownOptions('issueResourceToken', options, optionNames);
  const container = findControlledContainer(store, options);
  const { mode, expiresInMs = defaultExpiresInMs } = options;
  if (mode !== 'read' && mode !== 'all') throw new TypeError("mode must be 'read' or 'all'.");
  if (typeof expiresInMs !== 'number' || !Number.isFinite(expiresInMs) || expiresInMs <= 0) {
    throw new TypeError('expiresInMs must be a number of milliseconds above 0.');
  }
  const keyValues = 'partitionKey' in options ? readKeyValues(options.partitionKey, container) : undefined;
  const startsAtMs = store.options.clock.nowMs();
  for (const [token, { expiresAtMs }] of resourceTokens) {
    // A day longer, so that clients are told that it has expired.
    if (expiresAtMs + dayMs < startsAtMs) resourceTokens.delete(token);
  }
  const signature = randomBytes(32).toString('base64url');
  const expiresAtMs = startsAtMs + expiresInMs;
  resourceTokens.set(signature, {
    containerResourceId: container.resourceId,
    mode,
    keyValues,
    startsAtMs,
    expiresAtMs,
  });
  return `type=resource&ver=1&sig=${signature}`;
}

const dayMs = 24 * 60 * 60 * 1000;

function readKeyValues(
  partitionKey: IssueResourceTokenOptions['partitionKey'],
  { keyPaths }: Container,
): readonly PartitionKeyValue[] {
  const values: readonly unknown[] = Array.isArray(partitionKey) ? partitionKey : [partitionKey];
  if (values.length === 0 || values.length > keyPaths.length || !values.every(isPartitionKeyValue)) {
    throw new TypeError(
      `partitionKey must be a value, or an array of 1 to ${keyPaths.length} values: texts, numbers, true, false, null or undefined.`,
    );
  }
  return values;
}
