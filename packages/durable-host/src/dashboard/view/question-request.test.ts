import { describe, expect, it } from '@jest/globals';
import type { Question } from './page-state.ts';
import { questionRequest } from './question-request.ts';

const of = (kind: string) => ({ kind, id: 'o/1 ä', isFinished: true }) as Question;
const entity = (kind: 'signal' | 'delete-entity', key = 'a b') => ({ kind, name: 'stock', key }) as const;
const base = 'instances/o%2F1%20%C3%A4';

describe('questionRequest', () => {
  it.each([
    [{ kind: 'start' }, { name: 'order', id: '', input: '' }, 'POST orchestrators/order'],
    [{ kind: 'start' }, { name: 'order', id: ' a?b ', input: '{"a":1}' }, 'POST orchestrators/order/a%3Fb {"a":1}'],
    [of('raise'), { event: 'go/now', input: '' }, `POST ${base}/raiseEvent/go%2Fnow null`],
    [of('raise'), { event: 'go', input: ' [1] ' }, `POST ${base}/raiseEvent/go [1]`],
    [of('suspend'), { reason: 'why & how' }, `POST ${base}/suspend?reason=why+%26+how`],
    [of('resume'), {}, `POST ${base}/resume?reason=`],
    [of('rewind'), { reason: '' }, `POST ${base}/rewind?reason=`],
    [of('terminate'), { reason: 'x', recursive: 'true' }, `POST ${base}/terminate?reason=x&recursive=true`],
    [of('restart'), {}, `POST ${base}/restart?restartWithNewInstanceId=true`],
    [of('restart'), { same: 'true' }, `POST ${base}/restart?restartWithNewInstanceId=false`],
    [of('purge'), {}, `DELETE ${base}`],
    [of('purge'), { recursive: 'true' }, `DELETE ${base}?recursive=true`],
    [entity('signal'), { operation: 'sell', input: '2' }, 'POST entities/stock/a%20b?op=sell 2'],
    [entity('signal', ''), { operation: 'sell', input: '' }, 'POST entities/stock/$?op=sell'],
    [entity('delete-entity'), {}, 'DELETE entities/stock/a%20b'],
  ] as const)('makes of %j answered %j the request %s', (question, values, expected) => {
    const request = questionRequest(question, values);
    const shown =
      'problem' in request ? request.problem : [request.method, request.path, request.body ?? ''].join(' ').trim();
    expect(shown).toBe(expected);
  });

  it.each([
    [{ kind: 'start' }, { name: '' }, 'Please give the orchestration.'],
    [of('raise'), { event: ' ' }, 'Please give the name of the event.'],
    [entity('signal'), {}, 'Please give the name of the operation.'],
  ] as const)('asks for what is missing: %j', (question, values, problem) => {
    expect(questionRequest(question, values)).toEqual({ problem });
  });

  it('refuses what is not JSON', () => {
    expect(questionRequest(of('raise'), { event: 'go', input: '{a:1}' })).toEqual({
      problem: expect.stringContaining('This is not JSON'),
    });
  });
});
