import { createEmulator, type EmulatedAccount } from '../../src/index.ts';
import { createRawClient, type RawClient } from '../support/raw-client.ts';
import { type RegionName, startMs } from './model.ts';

/** The emulator as the commands meet it. */
export interface RealAccount {
  readonly control: EmulatedAccount['control'];
  /** Sends a signed request to a region, and checks what every answer must have. */
  send(region: RegionName, ...request: Parameters<RawClient['send']>): ReturnType<RawClient['send']>;
  /** Lets time pass. */
  pass(durationMs: number): void;
  /** The last session token of each container, by path. */
  readonly sessions: Map<string, string>;
}

const hosts = {
  'East US': 'emulator-eastus.emulator.invalid',
  'West US': 'emulator-westus.emulator.invalid',
} as const;

export function createRealAccount(): RealAccount {
  let nowMs = startMs;
  const account = createEmulator({ regions: ['East US', 'West US'], clock: { nowMs: () => nowMs }, seed: 7 });
  const client = createRawClient(account);
  return {
    control: account.control,
    sessions: new Map(),
    pass: (durationMs) => {
      nowMs += durationMs;
    },
    send: async (region, method, path, options = {}) => {
      const response = await client.send(method, path, { ...options, host: hosts[region] });
      const { status, headers, json } = response;
      const told = `${method} ${path} in ${region}: ${status} ${JSON.stringify(json)}`;
      if (status >= 500) throw new Error(`The emulator failed. ${told}`);
      if (status >= 400 && (typeof json?.code !== 'string' || typeof json.message !== 'string')) {
        throw new Error(`A refusal has code and message. ${told}`);
      }
      if (status < 400 && !(Number(headers['x-ms-request-charge']) > 0)) {
        throw new Error(`What is done has a charge. ${told}`);
      }
      return response;
    },
  };
}
