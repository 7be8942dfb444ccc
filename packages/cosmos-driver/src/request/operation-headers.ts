import { headerNames } from '@perdura/cosmos-protocol';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { patchContentType } from '../patch/encode-patch.ts';
import { throughputHeader } from '../throughput/throughput-header.ts';

/**
 * Adds the headers that say what kind of operation it is, where method and path do not. Their values are case-sensitive,
 * and spelled as the Rust driver spells them.
 */
export function addOperationHeaders(headers: Record<string, string>, { type, details }: CosmosOperation): void {
  switch (type) {
    case 'upsert':
      headers[headerNames.isUpsert] = 'true';
      return;
    case 'patch':
      headers[headerNames.contentType] = patchContentType;
      return;
    case 'batch':
      headers[headerNames.isBatchRequest] = 'True';
      headers[headerNames.batchAtomic] = 'True';
      headers[headerNames.batchContinueOnError] = 'False';
      return;
    case 'bulk':
      headers[headerNames.isBatchRequest] = 'True';
      headers[headerNames.batchAtomic] = 'False';
      headers[headerNames.batchContinueOnError] = 'True';
      return;
    case 'query':
      headers[headerNames.isQuery] = 'True';
      headers[headerNames.contentType] = 'application/query+json';
      return;
    case 'create':
      if (details?.kind === 'throughput') {
        const [name, value] = throughputHeader(details.throughput);
        headers[name] = value;
      }
      return;
    case 'replace':
      if (details?.kind === 'offer-migration') headers[migrations[details.to]] = 'true';
      return;
  }
}

const migrations = {
  autoscale: headerNames.migrateOfferToAutopilot,
  manual: headerNames.migrateOfferToManual,
} as const;
