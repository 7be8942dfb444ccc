// Started by over-http.ts: serves the peer and prints its URL.
import { createRequire } from 'node:module';

const { createHttpServer } = createRequire(import.meta.url)('@vercel/cosmosdb-server');
const server = createHttpServer().listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}/`),
);
