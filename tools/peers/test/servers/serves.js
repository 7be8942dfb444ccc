import { createServer } from 'node:http';

createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1', () => console.log('serving'));
