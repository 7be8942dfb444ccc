import { readThrownFailure } from '../service/service-failure.ts';
import { tableFailureToError } from '../service/table-failure-to-error.ts';

/** The answer of a request about a table, or the error for its failure. */
export async function orTableError<T>(table: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    const failure = readThrownFailure(error);
    throw failure === undefined ? error : tableFailureToError(failure, { table }, error);
  }
}
