// Loaded into a server's process before the server's own script (`node --import`), so that a script we did not write
// can be started on port 0 and cannot outlive us.
//
// 1. The first port the script listens on is sent to the parent as `{ listeningPort }`. The kernel chose it while it
//    bound it: nobody else can take it in between.
// 2. When the parent goes, however it goes (SIGKILL too), the kernel closes the channel and this process ends.
import { tracingChannel } from 'node:diagnostics_channel';
import type { Server } from 'node:net';

tracingChannel<'asyncEnd', { server?: Server }>('net.server.listen').asyncEnd.subscribe((message) => {
  const address = (message as { server?: Server }).server?.address();
  if (typeof address === 'object' && address !== null) process.send?.({ listeningPort: address.port });
});

process.once('disconnect', () => process.exit(0));
