import { type EntityReference, readEntityReference } from '../entities/entity-id.ts';
import { DurableError } from '../errors/durable-error.ts';
import { readOptions } from '../options/read-options.ts';
import { CriticalSection } from '../replay/critical-section.ts';
import type { Ledger } from '../replay/ledger.ts';
import type { RunState } from '../replay/run-state.ts';
import type { Task } from '../tasks/task.ts';
import { deterministicGuid } from './deterministic-guid.ts';
import type { EntityLock, LockState, SignalOptions } from './entity-lock.ts';
import { readOperation } from './read-operation.ts';
import { TaskHandle } from './task-handle.ts';

/** The part of the context that speaks to entities. */
export interface EntityMethods {
  callEntity(...given: readonly unknown[]): Task<unknown>;
  signalEntity(...given: readonly unknown[]): void;
  lockEntities(...entities: readonly EntityReference[]): Task<EntityLock>;
  isLocked(): LockState;
}

/**
 * Makes the methods of a context that speak to entities.
 *
 * @param useTurn  Throws when the turn is over.
 */
export function createEntityMethods(ledger: Ledger, state: RunState, useTurn: (method: string) => void): EntityMethods {
  const use = (method: string, isLock: boolean): void => {
    useTurn(method);
    if (state.entitySupport === 'none') {
      throw new DurableError('not-supported', `ctx.${method} needs a host that runs entities; this one does not.`);
    }
    if (isLock && state.entitySupport === 'calls') {
      throw new DurableError(
        'not-supported',
        `ctx.${method} needs result schema V4, which this Durable Functions extension does not offer; upgrade it.`,
      );
    }
  };

  const release = (section: CriticalSection, requestId: string): void => {
    if (state.criticalSection !== section) return;
    useTurn('lockEntities(…).release');
    state.criticalSection = undefined;
    ledger.send({ kind: 'entity-release', entities: section.entities, requestId });
  };

  return {
    callEntity(...given) {
      use('callEntity', false);
      const { target, operation, input } = readOperation('callEntity', given);
      const { criticalSection } = state;
      criticalSection?.checkCall(target);
      const isExclusive = criticalSection !== undefined;
      const entry = ledger.addCall({ kind: 'entity-call', target, operation, input, isExclusive });
      criticalSection?.noteCall(target, entry);
      return new TaskHandle(ledger, entry);
    },
    signalEntity(...given) {
      use('signalEntity', false);
      const { target, operation, input, options = {} } = readOperation('signalEntity', given, true);
      const { at } = readOptions('signalEntity', options as SignalOptions, ['at']);
      const fireAtMs = at?.getTime?.();
      if (at !== undefined && (fireAtMs === undefined || Number.isNaN(fireAtMs))) {
        throw new TypeError(`The time of a signal is a valid Date, got ${String(at)}.`);
      }
      state.criticalSection?.checkSignal(target);
      ledger.send({ kind: 'entity-signal', target, operation, input, fireAtMs });
    },
    lockEntities(...entities) {
      use('lockEntities', true);
      if (entities.length === 0) throw new TypeError('ctx.lockEntities takes at least one entity.');
      const section = new CriticalSection(entities.map(readEntityReference));
      if (state.criticalSection !== undefined) CriticalSection.refuseLock();
      state.criticalSection = section;
      const requestId = deterministicGuid(state.instanceId, ledger.nowMs, state.guidCount++);
      const lock: EntityLock = Object.freeze({
        ownedLocks: section.entities,
        release: () => release(section, requestId),
        [Symbol.dispose]: () => release(section, requestId),
      });
      const request = { kind: 'entity-lock', entities: section.entities, requestId, lock } as const;
      return new TaskHandle<EntityLock>(ledger, ledger.addCall(request));
    },
    isLocked() {
      useTurn('isLocked');
      const { criticalSection } = state;
      return { isLocked: criticalSection !== undefined, ownedLocks: criticalSection?.entities ?? [] };
    },
  };
}
