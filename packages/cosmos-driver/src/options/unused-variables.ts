const pool = 'AZURE_COSMOS_CONNECTION_POOL_';
const unusedBounds = 'only the upper bound of a timeout has a meaning';
const noShards = 'undici shares the streams of a connection out by itself';
const noKeepalive = 'the system decides how often TCP asks again';
const noGateway2 = 'the thin client is not supported';

/** Variables of the Rust driver that set nothing here, with the reason. Whoever sets one is told so. */
export const unusedVariables: Readonly<Record<string, string>> = {
  [`${pool}MIN_CONNECT_TIMEOUT_MS`]: unusedBounds,
  [`${pool}MIN_DATAPLANE_REQUEST_TIMEOUT_MS`]: unusedBounds,
  [`${pool}MIN_METADATA_REQUEST_TIMEOUT_MS`]: unusedBounds,
  [`${pool}MAX_IDLE_CONNECTIONS_PER_ENDPOINT`]: `idle connections are closed by time only; ${pool}MAX_CONNECTIONS_PER_ENDPOINT limits all`,
  [`${pool}MAX_HTTP2_STREAMS_PER_CLIENT`]: noShards,
  [`${pool}HTTP2_FAN_OUT_THRESHOLD_PERCENT`]: noShards,
  [`${pool}MIN_HTTP2_CONNECTIONS_PER_ENDPOINT`]: noShards,
  [`${pool}MAX_HTTP2_CONNECTIONS_PER_ENDPOINT`]: noShards,
  [`${pool}IDLE_HTTP2_CLIENT_TIMEOUT_MS`]: noShards,
  [`${pool}HTTP2_HEALTH_CHECK_INTERVAL_MS`]: noShards,
  [`${pool}HTTP2_CONSECUTIVE_FAILURE_THRESHOLD`]: noShards,
  [`${pool}HTTP2_EVICTION_GRACE_PERIOD_MS`]: noShards,
  [`${pool}HTTP2_KEEP_ALIVE_INTERVAL_MS`]: noShards,
  [`${pool}HTTP2_KEEP_ALIVE_TIMEOUT_MS`]: noShards,
  [`${pool}TCP_KEEPALIVE_INTERVAL_MS`]: noKeepalive,
  [`${pool}TCP_KEEPALIVE_RETRIES`]: noKeepalive,
  [`${pool}GATEWAY_V2_DISABLED`]: noGateway2,
  [`${pool}GATEWAY_V2_DISABLED_OVERRIDE`]: noGateway2,
  AZURE_COSMOS_BINARY_ENCODING_ENABLED: 'items travel as JSON text',
};
