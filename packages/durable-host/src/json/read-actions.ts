import {
  type Action,
  actionTypes,
  type CallHttpAction,
  entityActionTypes,
  type WireRetryOptions,
} from '@perdura/durable-core/protocol';
import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1));
const input = z.optional(z.unknown());
/** JSON of other languages has `null` where ours has nothing. */
const orNothing = <T extends z.ZodMiniType>(schema: T) =>
  z.optional(
    z.pipe(
      z.nullable(schema),
      z.transform((value) => value ?? undefined),
    ),
  );

const retryOptions: z.ZodMiniType<WireRetryOptions> = z.object({
  firstRetryIntervalInMilliseconds: z.number().check(z.positive()),
  maxNumberOfAttempts: z.int().check(z.positive()),
  backoffCoefficient: orNothing(z.number()),
  maxRetryIntervalInMilliseconds: orNothing(z.number()),
  retryTimeoutInMilliseconds: orNothing(z.number()),
}) as z.ZodMiniType<WireRetryOptions>;

const httpRequest = z.object({
  method: name,
  uri: name,
  content: orNothing(z.string()),
  headers: orNothing(z.record(z.string(), z.union([z.string(), z.array(z.string())]))),
  tokenSource: orNothing(
    z.object({
      kind: z.string(),
      resource: z.string(),
      options: orNothing(z.object({ authorityhost: orNothing(z.string()), tenantid: orNothing(z.string()) })),
    }),
  ),
  asynchronousPatternEnabled: z._default(z.boolean(), true),
  timeout: orNothing(z.string()),
}) as unknown as z.ZodMiniType<CallHttpAction['httpRequest']>;

const activity = { functionName: name, input };
const child = { ...activity, instanceId: orNothing(z.string()), version: orNothing(z.string()) };
const toEntity = { instanceId: name, operation: name, input };

/** What each action must have; what else it has is left out. Those of compounds are read one by one. */
const members: ReadonlyMap<number, z.ZodMiniType> = new Map<number, z.ZodMiniType>([
  [actionTypes.CallActivity, z.object(activity)],
  [actionTypes.CallActivityWithRetry, z.object({ ...activity, retryOptions })],
  [actionTypes.CallSubOrchestrator, z.object(child)],
  [actionTypes.CallSubOrchestratorWithRetry, z.object({ ...child, retryOptions })],
  [actionTypes.ContinueAsNew, z.object({ input })],
  [actionTypes.CreateTimer, z.object({ fireAt: z.string(), isCanceled: z._default(z.boolean(), false) })],
  [actionTypes.WaitForExternalEvent, z.object({ externalEventName: name })],
  [actionTypes.CallHttp, z.object({ httpRequest })],
  [actionTypes.WhenAny, z.object({ compoundActions: z.array(z.unknown()) })],
  [actionTypes.WhenAll, z.object({ compoundActions: z.array(z.unknown()) })],
  [entityActionTypes.CallEntity, z.object(toEntity)],
  [entityActionTypes.SignalEntity, z.object(toEntity)],
  [entityActionTypes.ScheduledSignalEntity, z.object({ ...toEntity, fireAt: z.string() })],
  [
    entityActionTypes.LockEntities,
    z.object({ lockSet: z.array(z.object({ name: z.string(), key: z.string() })), lockRequestId: z.string() }),
  ],
  [entityActionTypes.ReleaseEntities, z.object({})],
]);

const numbers: ReadonlyMap<string, number> = new Map(
  Object.entries({ ...actionTypes, ...entityActionTypes }).map(([word, number]) => [word.toLowerCase(), number]),
);

/**
 * Reads a list of actions. Their types may be numbers or names in any case, as the extension takes both.
 *
 * @param place  Where the list is, for messages: `actions[0]`.
 * @throws {TypeError} naming the action that is none, and what is wrong with it.
 */
export function readActions(list: readonly unknown[], place: string): readonly Action[] {
  return list.map((value, index) => readAction(value, `${place}[${index}]`));
}

function readAction(value: unknown, place: string): Action {
  const given = typeof value === 'object' && value !== null && 'actionType' in value ? value.actionType : undefined;
  const actionType = typeof given === 'string' ? numbers.get(given.toLowerCase()) : given;
  const schema = typeof actionType === 'number' ? members.get(actionType) : undefined;
  if (schema === undefined) throw new TypeError(`${place} has the unknown actionType ${JSON.stringify(given)}`);
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new TypeError([`${place}.${issue?.path.join('.')}`, issue?.message].join(': '));
  }
  const action = { ...(checked.data as object), actionType } as Action;
  if (action.actionType !== actionTypes.WhenAll && action.actionType !== actionTypes.WhenAny) return action;
  return { ...action, compoundActions: readActions(action.compoundActions, `${place}.compoundActions`) };
}
