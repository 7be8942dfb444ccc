// The entry `@perdura/durable-host/opentelemetry`: the only one that loads `@opentelemetry/api`.
export { type OpenTelemetryOptions, openTelemetry } from './tracing/open-telemetry.ts';
