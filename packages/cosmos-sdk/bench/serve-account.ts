// Started by bulk.ts: an emulated account over HTTP, which prints its URL. Pass `throttled` for one that throttles.
import { createEmulator } from '@perdura/cosmos-emulator';

const account = createEmulator({ regions: ['East US'], throttling: process.argv[2] === 'throttled' });
const { endpoint } = await account.listen();
console.log(endpoint);
// Ends with whoever started it.
process.on('disconnect', () => process.exit());
