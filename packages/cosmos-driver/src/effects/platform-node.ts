import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { undiciTransportFields } from '../options/undici-transport-options.ts';
import { unusedVariables } from '../options/unused-variables.ts';
import { systemClock } from './clock.ts';
import type { Platform } from './platform.ts';
import { readSystemNode } from './read-system-node.ts';
import { importKeyNode } from './sign-node.ts';
import { undiciTransport } from './undici-transport.ts';

/** What Node lends to the driver. */
export function nodePlatform(): Platform {
  return {
    createTransport: undiciTransport,
    transportFields: undiciTransportFields,
    importKey: importKeyNode,
    clock: systemClock,
    random: Math.random,
    newId: randomUUID,
    readSystem: readSystemNode,
    environment: process.env,
    unusedVariables,
    userAgentSystem: `perdura-cosmos-driver${version()} ${platform()}/${arch()} node/${process.versions.node}`,
    warn: (message) => process.emitWarning(message, { type: 'CosmosDriverWarning' }),
  };
}

/** The version in this package's manifest, with a slash; nothing when a bundler has left the manifest behind. */
function version(): string {
  // Beside `dist`, whose entries hold this; and where it is from the sources.
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const manifest = readFileSync(new URL(place, import.meta.url), 'utf8');
      const { name, version } = JSON.parse(manifest) as { name?: string; version?: string };
      if (name === '@perdura/cosmos-driver') return `/${version}`;
    } catch {
      // A user agent without a version is better than a driver that does not start.
    }
  }
  return '';
}
