import { startAzurite } from '../../src/start-azurite.ts';

// Prints where its Azurite is, and then either ends without closing it or waits to be killed.
const azurite = await startAzurite();
console.log(JSON.stringify({ tableEndpoint: azurite.tableEndpoint }));
if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
