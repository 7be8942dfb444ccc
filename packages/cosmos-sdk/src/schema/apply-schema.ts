import { CosmosError, type CosmosErrorDetails } from '@perdura/cosmos-driver';
import type { ItemSchema, SchemaIssue, StandardSchema } from './standard-schema.ts';

/**
 * What a schema makes of an item.
 *
 * @param what  The item, for the message: `Item "1" of container "orders"`.
 * @param details  What else the error tells of.
 * @throws {CosmosError} `invalid-item`, whose message names every place and whose `cause` is the list of issues.
 */
export async function applySchema<Output>(
  schema: StandardSchema<unknown, Output>,
  item: unknown,
  what: string,
  details: Omit<CosmosErrorDetails, 'code' | 'cause'> = {},
): Promise<Output> {
  const result = await schema['~standard'].validate(item);
  if (result.issues === undefined) return result.value;
  throw new CosmosError(`${what} is not what its schema says: ${result.issues.map(describeIssue).join('; ')}.`, {
    ...details,
    code: 'invalid-item',
    cause: result.issues,
  });
}

/** Whether a value is a schema. */
export function isSchema(value: unknown): value is ItemSchema {
  const standard = (value as Partial<StandardSchema> | null | undefined)?.['~standard'];
  return standard?.version === 1 && typeof standard.validate === 'function';
}

function describeIssue({ message, path = [] }: SchemaIssue): string {
  const names = path.map((step) => String(typeof step === 'object' ? step.key : step));
  return `/${names.join('/')}: ${message}`;
}
