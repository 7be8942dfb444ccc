import { failureToError } from '../service/failure-to-error.ts';
import { readThrownFailure } from '../service/service-failure.ts';

/** The answer of a request about a table, or the error for its failure. */
export async function orTableError<T>(table: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    const failure = readThrownFailure(error);
    throw failure === undefined ? error : failureToError(failure, { table }, error);
  }
}
