// Started by order-by.ts: reads the pages of a query by undici itself and parses them, all partitions side by side; nothing is put in
// order. What no driver can do without, once pages come over a socket. Pass the server's URL.
import { containerPath } from '@perdura/bench';
import { Agent, request } from 'undici';
import { layout } from './ordered-pages.ts';
import { serveQueries } from './query-process.ts';

const dispatcher = new Agent();
const url = `${process.argv[2]}${containerPath}/docs`;

interface Page {
  readonly Documents: readonly unknown[];
}

serveQueries(async function* read() {
  let partitions = Array.from({ length: layout.partitionCount }, (_, at) => ({ at, continuation: '' }));
  while (partitions.length > 0) {
    const answers = await Promise.all(
      partitions.map(async ({ at, continuation }) => {
        const { headers, body } = await request(url, {
          dispatcher,
          method: 'POST',
          headers: {
            'x-ms-documentdb-partitionkeyrangeid': String(at),
            ...(continuation === '' ? {} : { 'x-ms-continuation': continuation }),
          },
          body: '{}',
        });
        return { at, continuation: headers['x-ms-continuation'], bytes: await body.bytes() };
      }),
    );
    const decoder = new TextDecoder();
    for (const { bytes } of answers) yield (JSON.parse(decoder.decode(bytes)) as Page).Documents;
    partitions = answers.flatMap(({ at, continuation }) =>
      typeof continuation === 'string' ? [{ at, continuation }] : [],
    );
  }
});
