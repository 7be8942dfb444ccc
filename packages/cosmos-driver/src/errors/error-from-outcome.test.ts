import { describe, expect, it } from '@jest/globals';
import { answer, noAnswer } from '../../test/fakes/attempt.ts';
import { createOrder } from '../../test/fakes/fake-account.ts';
import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { type CosmosError, type CosmosErrorCode, isCosmosError } from './cosmos-error.ts';
import { errorFromOutcome } from './error-from-outcome.ts';
import { errorWith } from './error-with.ts';

const diagnostics = new CosmosDiagnostics('a', 'create_item', [], 0);
const name = 'create_item dbs/db/colls/orders/docs/1';

function errorOf(outcome: AttemptOutcome): CosmosError {
  return errorFromOutcome({ operation: createOrder, outcome, diagnostics, mayHaveBeenApplied: true });
}

describe('errorFromOutcome', () => {
  it.each<[number, number, CosmosErrorCode]>([
    [304, 0, 'unexpected-status'],
    [400, 0, 'bad-request'],
    [401, 0, 'unauthorized'],
    [403, 0, 'forbidden'],
    [404, 0, 'not-found'],
    [404, 1003, 'not-found'],
    [404, 1002, 'session-not-available'],
    [405, 0, 'unexpected-status'],
    [408, 0, 'request-timeout'],
    [409, 0, 'conflict'],
    [410, 1002, 'gone'],
    [412, 0, 'precondition-failed'],
    [413, 0, 'too-large'],
    [429, 3200, 'throttled'],
    [449, 0, 'retry-with'],
    [499, 0, 'unexpected-status'],
    [500, 0, 'server-error'],
    [503, 0, 'server-error'],
  ])('gives %i/%i the code %s, and keeps the answer', (status, subStatus, code) => {
    expect(errorOf(answer(status, subStatus))).toMatchObject({
      code,
      status: { code: status, subStatus },
      response: { status: { code: status }, diagnostics: { status: { code: status, subStatus } } },
      diagnostics: { activityId: 'a', status: { code: status, subStatus }, isCompleted: true, isFailure: true },
      mayHaveBeenApplied: true,
    });
  });

  it('writes status, sub-status and what the service said in one line', () => {
    const body = new TextEncoder().encode(JSON.stringify({ message: 'Message: too\r\nmuch\r\nActivityId: 1' }));
    expect(errorOf({ ...(answer(429, 3200) as Extract<AttemptOutcome, { kind: 'response' }>), body }).message).toBe(
      `${name} failed with 429/3200 (RuBudgetExceeded). Details: too much`,
    );
    expect(errorOf(answer(409)).message).toBe(`${name} failed with 409 (Conflict).`);
  });

  it.each<[AttemptOutcome, CosmosErrorCode, readonly [number, number] | undefined, string]>([
    [noAnswer('unknown'), 'transport-failed', [503, 20003], 'got no answer: no answer.'],
    [{ ...noAnswer('sent'), tooLarge: true } as AttemptOutcome, 'too-large', [413, 20020], 'maxPageBytes'],
    [{ kind: 'not-signed', error: new Error('no token.') }, 'credential-failed', [401, 20402], 'failed: no token.'],
    [{ kind: 'interrupted', by: 'deadline', inFlight: true }, 'deadline-exceeded', [408, 20008], 'endToEndTimeoutMs'],
    [{ kind: 'interrupted', by: 'abort', inFlight: true, error: new Error('x') }, 'aborted', undefined, 'the caller'],
    [{ kind: 'interrupted', by: 'close', inFlight: false }, 'closed', undefined, 'the driver was closed'],
  ])('says what the driver itself noticed: %j', (outcome, code, status, message) => {
    const error = errorOf(outcome);
    expect(isCosmosError(error)).toBe(true);
    expect(error.code).toBe(code);
    expect(error.status && [error.status.code, error.status.subStatus]).toEqual(status);
    expect(error.message).toMatch(new RegExp(`^${name} .*${message}`));
    expect(error.message).not.toContain('..');
    expect(error).toMatchObject({ response: undefined, mayHaveBeenApplied: true });
    expect(error.diagnostics).toMatchObject({ activityId: 'a', isCompleted: true, isFailure: true });
    expect(error.diagnostics.status).toBe(error.status);
    expect(error.cause).toBe('error' in outcome ? outcome.error : undefined);
  });
});

it('errorWith gives the response the diagnostics of the error', () => {
  const newest = new CosmosDiagnostics('b', 'patch_item', [], 1);
  const error = errorWith(errorOf(answer(409)), { diagnostics: newest });
  expect(error).toMatchObject({ code: 'conflict', mayHaveBeenApplied: true });
  expect(error.diagnostics).toMatchObject({ activityId: 'b', status: { code: 409 }, isFailure: true });
  expect(error.response?.diagnostics).toBe(error.diagnostics);
});
