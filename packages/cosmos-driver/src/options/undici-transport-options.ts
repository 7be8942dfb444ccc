import { defaults } from './defaults.ts';
import {
  booleanField,
  type FieldsOf,
  field,
  integerField,
  type OptionField,
  textField,
  wordField,
} from './option-field.ts';

/** How the connections of the default transport under Node are made and kept. */
export interface UndiciTransportOptions {
  /** Longest wait for a connection, in milliseconds, 100 to 6000. (default `5000`) */
  readonly connectTimeoutMs?: number | undefined;
  /** Most connections per region, 1 to 65535. (default: no limit) */
  readonly maxConnectionsPerEndpoint?: number | undefined;
  /** How long an idle connection stays open, in milliseconds, 1000 to 3600000. (default `60000`) */
  readonly idleConnectionTimeoutMs?: number | undefined;
  /** How long a connection is idle before TCP asks whether the other side is still there, in milliseconds, from 1000. (default `1000`) */
  readonly tcpKeepaliveTimeMs?: number | undefined;
  /** Whether HTTP/2 is offered to the service, over TLS only. (default `false`) */
  readonly http2Allowed?: boolean | undefined;
  /** Whether `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the environment are followed. (default `false`) */
  readonly proxyAllowed?: boolean | undefined;
  /** IP address of this machine that connections go out from. (default: as the system chooses) */
  readonly localAddress?: string | undefined;
  /** Certificate authorities to trust instead of the system's, PEM. */
  readonly ca?: string | readonly string[] | undefined;
  /**
   * Whether certificates of an emulator on this machine (`localhost`, `127.0.0.1`, `[::1]`) are looked at (`verify`) or not
   * (`trust`). Those of all other hosts always are. (default `'verify'`)
   */
  readonly emulatorCertificate?: 'verify' | 'trust' | undefined;
}

const pool = 'AZURE_COSMOS_CONNECTION_POOL_';

/** Digits and dots, or hexadecimal digits and colons, perhaps with a zone; the system says whether it has the address. */
const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*(?::[0-9a-f]*){2,}(?:\.\d{1,3}){0,3}(?:%\w+)?)$/i;

/** The table of undici transport options. The variables' names are those of the Rust driver, except for the first. */
export const undiciTransportFields: FieldsOf<UndiciTransportOptions> = {
  maxConnectionsPerEndpoint: integerField(1, 65_535, {
    otherwise: 'no limit',
    environment: `${pool}MAX_CONNECTIONS_PER_ENDPOINT`,
  }),
  connectTimeoutMs: integerField(100, 6_000, {
    byDefault: defaults.connectTimeoutMs,
    environment: `${pool}MAX_CONNECT_TIMEOUT_MS`,
  }),
  idleConnectionTimeoutMs: integerField(1_000, 3_600_000, {
    byDefault: defaults.idleConnectionTimeoutMs,
    environment: `${pool}IDLE_CONNECTION_TIMEOUT_MS`,
  }),
  tcpKeepaliveTimeMs: integerField(1_000, defaults.maxTimeMs, {
    byDefault: defaults.tcpKeepaliveTimeMs,
    environment: `${pool}TCP_KEEPALIVE_TIME_MS`,
  }),
  http2Allowed: booleanField({ byDefault: false, environment: `${pool}IS_HTTP2_ALLOWED` }),
  proxyAllowed: booleanField({ byDefault: false, environment: `${pool}IS_PROXY_ALLOWED` }),
  localAddress: textField('an IP address', ipAddress, { environment: 'AZURE_COSMOS_LOCAL_ADDRESS' }),
  ca: field('PEM text, or an array of it', isPem, { otherwise: 'those of Node' }),
  emulatorCertificate: certificateField(),
};

/** The variable asks the other way round: whether validation is disabled. */
function certificateField(): OptionField {
  const { parse } = booleanField({ environment: 'AZURE_COSMOS_EMULATOR_SERVER_CERT_VALIDATION_DISABLED' });
  return {
    ...wordField(['verify', 'trust'], {
      byDefault: 'verify',
      environment: 'AZURE_COSMOS_EMULATOR_SERVER_CERT_VALIDATION_DISABLED',
    }),
    parse: (text: string) => {
      const isDisabled = parse?.(text);
      if (isDisabled === undefined) return undefined;
      return isDisabled === true ? 'trust' : 'verify';
    },
  };
}

function isPem(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every(isPemText) : isPemText(value);
}

function isPemText(value: unknown): boolean {
  return typeof value === 'string' && value.includes('-----BEGIN ');
}
