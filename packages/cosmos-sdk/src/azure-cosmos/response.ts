import type { CosmosDiagnostics } from '@perdura/cosmos-driver';
import type { CosmosHeaders } from './cosmos-headers.ts';

/** An answer that is not about one resource. */
export interface Response<T> {
  /** The headers of the answer, names in lower case. */
  headers: CosmosHeaders;
  /** What was answered. */
  result?: T;
  /** HTTP status. */
  code?: number;
  /** The service's sub-status. */
  substatus?: number;
  /** Every attempt it took. */
  diagnostics?: CosmosDiagnostics;
}
