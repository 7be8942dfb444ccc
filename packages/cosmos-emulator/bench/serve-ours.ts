// Started by over-http.ts: serves an account and prints its URL.
import { createEmulator } from '../src/index.ts';

console.log((await createEmulator({ partitionsPerContainer: 1 }).listen()).endpoint);
