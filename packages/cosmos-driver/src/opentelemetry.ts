// The entry `@perdura/cosmos-driver/opentelemetry`: the only one that loads `@opentelemetry/api`.
export { type OpenTelemetryOptions, openTelemetry } from './telemetry/open-telemetry.ts';
