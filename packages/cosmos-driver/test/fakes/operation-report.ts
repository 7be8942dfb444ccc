import type { AttemptRecord } from '../../src/diagnostics/attempt-record.ts';
import { CosmosDiagnostics } from '../../src/diagnostics/cosmos-diagnostics.ts';
import type { OperationReport } from '../../src/diagnostics/operation-report.ts';
import { attemptRecord } from './attempt-record.ts';
import { readOrder } from './fake-account.ts';

/** What differs from a read that East US answered at once. */
export interface ReportScene extends Partial<OperationReport> {
  readonly operationName?: string;
  readonly durationMs?: number;
  readonly attempt?: Partial<AttemptRecord>;
}

/** A report of an operation. */
export function operationReport({ operationName, durationMs, attempt, ...changes }: ReportScene = {}): OperationReport {
  const attempts = [attemptRecord(attempt)];
  return {
    operation: readOrder,
    endpoint: 'https://shop',
    clientId: 'client-1',
    userAgent: 'perdura-cosmos-driver/0 test',
    consistencyLevel: 'Session',
    diagnostics: new CosmosDiagnostics('a', operationName ?? 'read_item', attempts, durationMs ?? 1),
    status: { code: 200, subStatus: 0, name: 'OK' },
    response: undefined,
    error: undefined,
    endedAtMs: 0,
    ...changes,
  };
}
