/** The long form of `change-feed-processor-soak.test.ts`: 50,000 changes. Ends with 1 when one was lost or came out of order. */
import { soakProcessors } from '../soak/soak-processors.ts';

const report = await soakProcessors({
  changes: 50_000,
  customers: 500,
  partitions: 8,
  workMs: 20,
  leaseExpirationMs: 5000,
  timeoutMs: 300_000,
});
console.log(report);
process.exitCode = report.lost === 0 && report.outOfOrder === 0 && report.handled === 50_000 ? 0 : 1;
