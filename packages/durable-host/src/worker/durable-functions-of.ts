import type { Logger } from '@perdura/durable-core/engine';
import type { FunctionKind, JsonFunction } from '../json/json-function.ts';
import type { FunctionsCore, RegisteredFunction } from './functions-core.ts';
import { clientInput, invokeFunction } from './invoke-function.ts';

/** A function of an app, and what its worker tells of it. */
export interface AppFunction extends JsonFunction {
  /** Whether it has an input for a durable client. */
  readonly wantsClient: boolean;
}

const kinds: Readonly<Record<string, FunctionKind>> = {
  orchestrationtrigger: 'orchestration',
  activitytrigger: 'activity',
  entitytrigger: 'entity',
};

/** The orchestrations, activities and entities among what an app has registered; nothing else runs outside of Azure Functions. */
export function durableFunctionsOf(core: FunctionsCore, log: Logger): readonly AppFunction[] {
  return core.functions.flatMap((registered) => {
    const kind = kindOf(registered);
    if (kind === undefined) return [];
    const { name, bindings } = registered.metadata;
    return [
      Object.freeze<AppFunction>({
        kind,
        protocol: 'json',
        name,
        wantsClient: Object.values(bindings).some(
          ({ type, direction }) => direction !== 'out' && clientInput.test(type),
        ),
        invoke: (trigger, facts) => invokeFunction(core, registered, trigger, facts, log),
      }),
    ];
  });
}

function kindOf({ metadata }: RegisteredFunction): FunctionKind | undefined {
  return Object.values(metadata.bindings)
    .map(({ type }) => kinds[type.toLowerCase()])
    .find((kind) => kind !== undefined);
}
