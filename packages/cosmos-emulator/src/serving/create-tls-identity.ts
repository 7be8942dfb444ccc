import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import type { TlsIdentity } from './listen-options.ts';

/** A certificate made for one server, and what its clients have to trust. */
export interface MadeTlsIdentity extends TlsIdentity {
  /** Certificate of the authority that signed it, PEM. */
  readonly authority: string;
}

/** Long enough for any test run and for an emulator that nobody restarts for a while. */
const validityMs = 30 * 24 * 60 * 60 * 1000;

/** Clocks of containers and virtual machines may be behind. */
const clockSkewMs = 60 * 60 * 1000;

/**
 * Makes a certificate for this machine's loopback names and the host that is listened on.
 *
 * It is signed by an authority of its own, whose key is forgotten at once: some TLS stacks refuse a certificate that is
 * both trust anchor and server, and nothing else can ever be signed by what clients trust here.
 *
 * @param host   Name or address that is listened on.
 * @param nowMs  The time by the machine's clock, which TLS clients go by.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6
 */
export async function createTlsIdentity(host: string, nowMs: number): Promise<MadeTlsIdentity> {
  // Loaded here, so that it costs nothing without TLS.
  const { generate } = await import('selfsigned');
  const shape = {
    keyType: 'ec' as const,
    curve: 'P-256' as const,
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - clockSkewMs),
    notAfterDate: new Date(nowMs + validityMs),
  };
  const name = `Perdura Cosmos DB emulator ${randomBytes(8).toString('hex')}`;
  const authority = await generate([{ name: 'commonName', value: name }], {
    ...shape,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...shape,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: namesOf(host).map(altName) },
    ],
  });
  return { key: server.private, cert: server.cert, authority: authority.cert };
}

/** Loopback and the host; every name and address of the machine where it listens on all of them. */
function namesOf(host: string): readonly string[] {
  const isWildcard = host === '0.0.0.0' || host === '::';
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = isWildcard ? [hostname(), ...addresses.map(({ address }) => address)] : [host];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...own])];
}

function altName(name: string): { type: 2; value: string } | { type: 7; ip: string } {
  return isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name };
}
