import type { EmulatorTransport } from '../../src/index.ts';

/** The shape of the in-process transport over the network. */
export const fetchTransport: EmulatorTransport = {
  send: async ({ method, url, headers, body, signal }) => {
    const response = await fetch(url, {
      method,
      headers,
      signal: signal ?? null,
      ...(body && { body: new Uint8Array(body) }),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  },
};
