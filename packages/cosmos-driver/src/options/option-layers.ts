import type { OperationOptions } from './operation-options.ts';
import type { EnvironmentLayers } from './read-environment.ts';
import { type ResolvedOperationOptions, resolveOperationOptions } from './resolve-operation-options.ts';

/**
 * The layers of a driver's operation options: environment overrides, call, driver, runtime, environment, default.
 *
 * What no call changes is put together once, until the runtime's options are replaced.
 *
 * @param ofRuntime  The runtime's layer as it is now.
 * @returns Answers the options of a call.
 */
export function layerOptions(
  ofDriver: OperationOptions,
  ofRuntime: () => OperationOptions,
  { overrides, defaults }: EnvironmentLayers<OperationOptions>,
): (call: OperationOptions | undefined) => ResolvedOperationOptions {
  interface Kept {
    readonly runtime: OperationOptions;
    /** All layers below the call's. */
    readonly below: ResolvedOperationOptions;
    /** All layers, for calls without options. */
    readonly whole: ResolvedOperationOptions;
  }
  let kept: Kept | undefined;
  const keep = (runtime: OperationOptions): Kept => {
    const below = resolveOperationOptions([ofDriver, runtime, defaults]);
    kept = { runtime, below, whole: resolveOperationOptions([overrides], below) };
    return kept;
  };
  return (call) => {
    const runtime = ofRuntime();
    const { below, whole } = kept?.runtime === runtime ? kept : keep(runtime);
    return call === undefined ? whole : resolveOperationOptions([overrides, call], below);
  };
}
