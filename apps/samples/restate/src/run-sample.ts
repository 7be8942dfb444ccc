import { describeChecks } from '../../src/demo/describe-checks.ts';
import { runOrdersOnRestate } from './run-orders-on-restate.ts';

const checks = await runOrdersOnRestate((line) => console.log(line));
console.log('');
for (const row of describeChecks(checks)) console.log(row);
process.exitCode = checks.every(({ isMet }) => isMet) ? 0 : 1;
