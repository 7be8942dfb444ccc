// The entry `@perdura/cosmos-driver/undici`, for Node only.
export { type UndiciTransportOptions, undiciTransport } from './effects/undici-transport.ts';
