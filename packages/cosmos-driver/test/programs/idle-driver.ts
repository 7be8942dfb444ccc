// Makes a driver, uses it, and forgets to close it.

import { createCosmosRuntime } from '../../src/create-runtime-node.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../../src/operation/database-reference.ts';

const [endpoint = '', key = ''] = process.argv.slice(2);
const driver = await createCosmosRuntime().createDriver({ endpoint, credential: { key } });
const body = new TextEncoder().encode('{"id":"shop"}');
const operation = CosmosOperation.createDatabase(DatabaseReference.from('shop')).withBody(body);
const { signal } = new AbortController();
const { status } = await driver.executeOperation(operation, { signal, endToEndTimeoutMs: 600_000 });
console.log(status.code);
