import { accountOperations } from './account-operations.ts';
import { containerOperations } from './container-operations.ts';
import { feedOperations } from './feed-operations.ts';
import { itemOperations } from './item-operations.ts';
import { Operation } from './operation.ts';
import { throughputOperations } from './throughput-operations.ts';

/**
 * One thing to be done, as data: what, to which resource, with which body and under which condition.
 *
 * @interface
 */
export type CosmosOperation = Operation;

/**
 * Everything a driver can be asked for: one function each, by kind of resource in a file of its own.
 *
 * @namespace
 */
export const CosmosOperation: typeof Operation &
  typeof accountOperations &
  typeof containerOperations &
  typeof itemOperations &
  typeof feedOperations &
  typeof throughputOperations = Object.assign(
  Operation,
  accountOperations,
  containerOperations,
  itemOperations,
  feedOperations,
  throughputOperations,
);
