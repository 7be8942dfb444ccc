import { type RefusedMethods, refusedMethods } from './not-implemented.ts';

type FeedMethods = RefusedMethods<'create' | 'query' | 'readAll' | 'upsert'>;
type OneMethods<Extra extends string = never> = RefusedMethods<'read' | 'replace' | 'delete' | Extra>;

/** Stored procedures, triggers and user-defined functions: not offered. Every method rejects with 501, naming itself. */
export interface Scripts {
  /** Stored procedures. */
  readonly storedProcedures: FeedMethods;
  /** Triggers. */
  readonly triggers: FeedMethods;
  /** User-defined functions. */
  readonly userDefinedFunctions: FeedMethods;
  /** A stored procedure. */
  storedProcedure(id: string): OneMethods<'execute'>;
  /** A trigger. */
  trigger(id: string): OneMethods;
  /** A user-defined function. */
  userDefinedFunction(id: string): OneMethods;
}

const feed = ['create', 'query', 'readAll', 'upsert'] as const;
const one = ['read', 'replace', 'delete'] as const;

/** What is there of scripts. */
export function refusedScripts(): Scripts {
  const scripts = 'container.scripts';
  return {
    storedProcedures: refusedMethods(`${scripts}.storedProcedures`, feed),
    triggers: refusedMethods(`${scripts}.triggers`, feed),
    userDefinedFunctions: refusedMethods(`${scripts}.userDefinedFunctions`, feed),
    storedProcedure: () => refusedMethods(`${scripts}.storedProcedure`, [...one, 'execute']),
    trigger: () => refusedMethods(`${scripts}.trigger`, one),
    userDefinedFunction: () => refusedMethods(`${scripts}.userDefinedFunction`, one),
  };
}

/** Users: not offered. */
export type Users = FeedMethods;

/** A user, and permissions: not offered. */
export interface User extends OneMethods {
  /** Permissions: not offered. */
  readonly permissions: FeedMethods;
  /** A permission: not offered. */
  permission(id: string): OneMethods;
}

/** What is there of users. */
export function refusedUsers(): Users {
  return refusedMethods('database.users', feed);
}

/** What is there of a user. */
export function refusedUser(): User {
  return {
    ...refusedMethods('database.user', one),
    permissions: refusedMethods('database.user.permissions', feed),
    permission: () => refusedMethods('database.user.permission', one),
  };
}

/** Conflicts: not offered. */
export type Conflicts = RefusedMethods<'query' | 'readAll' | 'delete'>;

/** A conflict: not offered. */
export type Conflict = RefusedMethods<'read' | 'delete'>;

/** What is there of conflicts. */
export function refusedConflicts(): Conflicts {
  return refusedMethods('container.conflicts', ['query', 'readAll', 'delete']);
}

/** What is there of a conflict. */
export function refusedConflict(): Conflict {
  return refusedMethods('container.conflict', ['read', 'delete']);
}
