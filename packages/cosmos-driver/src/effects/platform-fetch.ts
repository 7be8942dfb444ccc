import type { Environment } from '../options/read-environment.ts';
import { systemClock } from './clock.ts';
import { kyTransport, kyTransportFields } from './ky-transport.ts';
import type { Platform } from './platform.ts';
import { importKeyWebCrypto } from './sign-webcrypto.ts';

/** What every runtime with `fetch` and WebCrypto lends to the driver. */
export function fetchPlatform(): Platform {
  const { process } = globalThis as { readonly process?: { readonly env?: Environment } };
  return {
    createTransport: kyTransport,
    transportFields: kyTransportFields,
    importKey: importKeyWebCrypto,
    clock: systemClock,
    random: Math.random,
    newId: () => crypto.randomUUID(),
    environment: process?.env ?? {},
    unusedVariables: {},
    userAgentSystem: 'perdura-cosmos-driver fetch',
    warn: (message) => console.warn(message),
  };
}
