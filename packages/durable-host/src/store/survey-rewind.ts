import type { SubOrchestrationCreated } from '@perdura/durable-core/engine';
import { type Instance, isFinished } from '../instances/instance.ts';
import { planRewind, type RewindPlan } from '../turns/plan-rewind.ts';
import type { Store } from './store.ts';

/** A failed instance, how it goes back, and the sub-orchestrations that answer what it has open there. */
export interface RewindBranch {
  readonly failed: Instance;
  /** Whether its code has run in what stays of its history. */
  readonly hasBegun: boolean;
  readonly plan: RewindPlan;
  readonly calls: readonly OpenCall[];
}

/** A call of a sub-orchestration that is to be answered. */
export type OpenCall = {
  readonly call: SubOrchestrationCreated;
} & (
  | { readonly state: 'not-there' }
  | { readonly state: 'running' | 'completed'; readonly child: Instance }
  /** It failed or was stopped, and goes back too. */
  | { readonly state: 'failed'; readonly branch: RewindBranch }
);

/** Looks at what rewinding a failed instance comes to, and changes nothing. */
export function surveyRewind(store: Store, failed: Instance): RewindBranch {
  const history = store.history.read(failed.id);
  const plan = planRewind(history);
  const hasBegun = history.slice(0, plan.keptCount).some(({ kind }) => kind === 'execution-started');
  return { failed, hasBegun, plan, calls: plan.children.map((call) => surveyCall(store, failed, call)) };
}

function surveyCall(store: Store, caller: Instance, call: SubOrchestrationCreated): OpenCall {
  const child = store.instances.find(call.instanceId);
  const wasCalled =
    child?.parent?.instanceId === caller.id &&
    child.parent.executionId === caller.executionId &&
    child.parent.taskId === call.id;
  if (child === undefined || !wasCalled) return { call, state: 'not-there' };
  if (!isFinished(child.status)) return { call, state: 'running', child };
  if (child.status === 'Completed') return { call, state: 'completed', child };
  return { call, state: 'failed', branch: surveyRewind(store, child) };
}

/** An entity an instance had locked where it goes back to, and another instance has locked since; `undefined` for none. */
export function lockInTheWay(store: Store, { plan, calls }: RewindBranch): string | undefined {
  const isTaken = (entityId: string) => store.entities.ownerOf(entityId) !== undefined;
  return (
    plan.heldLocks.find(isTaken) ??
    calls.map((open) => (open.state === 'failed' ? lockInTheWay(store, open.branch) : undefined)).find(Boolean)
  );
}
