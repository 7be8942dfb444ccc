// Started by point-reads.ts: reads by undici itself. What no driver can do without: one date and one signature for each request, the
// headers a point read needs with an id of its own, the whole body, a look at the status. No retries, regions, sessions, deadline,
// diagnostics, and no look into the body: the driver hands it on as it came.
import { createHmac, createSecretKey, randomUUID } from 'node:crypto';
import { accountKey, containerPath, measuredItem, serveOrders } from '@perdura/bench';
import { Agent, request } from 'undici';

const dispatcher = new Agent();
const key = createSecretKey(accountKey, 'base64');
const link = `${containerPath.slice(1)}/docs/${measuredItem.id}`;
const url = `${process.argv[2]}/${link}`;

serveOrders(async () => {
  const date = new Date().toUTCString();
  const text = `get\ndocs\n${link}\n${date.toLowerCase()}\n\n`;
  const signature = createHmac('sha256', key).update(text).digest('base64');
  const { statusCode, headers, body } = await request(url, {
    dispatcher,
    headers: {
      'x-ms-date': date,
      'x-ms-version': '2020-07-15',
      'x-ms-documentdb-partitionkey': `["${measuredItem.partitionKey}"]`,
      'x-ms-activity-id': randomUUID(),
      'x-ms-session-token': '0:-1#4321',
      accept: 'application/json',
      'user-agent': 'floor',
      authorization: encodeURIComponent(`type=master&ver=1.0&sig=${signature}`),
    },
  });
  const bytes = await body.bytes();
  if (statusCode !== 200) throw new Error(`Status ${statusCode}.`);
  return { bytes, headers };
});
