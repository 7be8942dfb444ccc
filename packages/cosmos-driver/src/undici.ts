// The entry `@perdura/cosmos-driver/undici`, for Node only.
export { undiciTransport } from './effects/undici-transport.ts';
export type { UndiciTransportOptions } from './options/undici-transport-options.ts';
