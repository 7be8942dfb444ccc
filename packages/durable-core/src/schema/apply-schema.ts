import { DurableError, type DurableErrorCode } from '../errors/durable-error.ts';
import type { SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.ts';

/**
 * What a schema makes of a value in an orchestrator, which cannot wait for anything but its tasks.
 *
 * @param what  The value, for the message: `The input of orchestration 'ship'`.
 * @throws {DurableError} of the given code, whose message names every place.
 * @throws {TypeError} when the schema answers later.
 */
export function applySchema(schema: StandardSchema, value: unknown, what: string, code: DurableErrorCode): unknown {
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise) {
    throw new TypeError(`${what} has a schema that answers later; in an orchestration a schema must answer at once.`);
  }
  return accepted(result, what, code);
}

/** What a schema makes of a value elsewhere, where it may answer later. @throws {DurableError} of the given code. */
export async function applySchemaLater(
  schema: StandardSchema,
  value: unknown,
  what: string,
  code: DurableErrorCode,
): Promise<unknown> {
  return accepted(await schema['~standard'].validate(value), what, code);
}

/** Checks an option that is a schema. @throws {TypeError} when it is none. */
export function checkSchema(who: string, name: string, schema: unknown): void {
  if (schema === undefined) return;
  const standard = (schema as Partial<StandardSchema> | null)?.['~standard'];
  if (standard?.version === 1 && typeof standard.validate === 'function') return;
  throw new TypeError(`${who}: ${name} is a schema of a library that follows Standard Schema, such as zod.`);
}

function accepted(result: SchemaResult<unknown>, what: string, code: DurableErrorCode): unknown {
  if (result.issues === undefined) return result.value;
  throw new DurableError(code, `${what} is not what its schema says: ${result.issues.map(describeIssue).join('; ')}.`, {
    cause: result.issues,
  });
}

function describeIssue({ message, path = [] }: SchemaIssue): string {
  const names = path.map((step) => String(typeof step === 'object' ? step.key : step));
  return `/${names.join('/')}: ${message}`;
}
