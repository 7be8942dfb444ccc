// Started by start-cosmosdb-server.ts, in a process of its own.
import cosmosDbServer from '@vercel/cosmosdb-server';

const server = cosmosDbServer.createHttpServer();
server.listen(0, '127.0.0.1', () => console.log('cosmosdb-server listens'));
