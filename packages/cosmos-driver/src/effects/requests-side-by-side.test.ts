import { describe, expect, it } from '@jest/globals';
import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError } from '../errors/cosmos-error.ts';
import type { Alarms } from './alarms.ts';
import { followRequests, type RequestsSideBySide } from './requests-side-by-side.ts';

const made = (name: string): CosmosDiagnostics => new CosmosDiagnostics(name, 'query_items', [], 0);
const [a, b, c] = [made('a'), made('b'), made('c')];
const namesOf = (told: readonly CosmosDiagnostics[]): string[] => told.map(({ activityId }) => activityId);

/** @param pauses  Whether a pause ends. */
function follow(pauses = true): RequestsSideBySide {
  const pause = (): Promise<void> => (pauses ? Promise.resolve() : new Promise(() => undefined));
  return followRequests({ pause } as unknown as Alarms);
}

describe('requests side by side', () => {
  it('are told once, by what uses them, in the order of use', () => {
    const requests = follow();
    for (const each of [a, b, c]) requests.note(each);
    requests.use([c]);
    requests.use([a]);
    requests.use([c]);
    expect(namesOf(requests.tellUsed())).toEqual(['c', 'a']);
    requests.use([a, b]);
    expect(namesOf(requests.tellUsed())).toEqual(['b']);
    expect([...requests.tellUsed(), ...requests.tellAll()]).toEqual([]);
  });

  it('are told by the end when nothing has used them, in the order in which they ended', () => {
    const requests = follow();
    for (const each of [a, b, c]) requests.note(each);
    requests.use([b]);
    expect(namesOf(requests.tellAll([a]))).toEqual(['b', 'c', 'a']);
    expect([...requests.tellUsed(), ...requests.tellAll()]).toEqual([]);
  });

  it('are noted when they end, well or not', async () => {
    const requests = follow(false);
    const failure = new CosmosError('It failed.', { code: 'aborted', diagnostics: b });
    const answer = requests.follow(Promise.resolve({ diagnostics: a }));
    const refusal = requests.follow(Promise.reject<{ diagnostics: CosmosDiagnostics }>(failure));
    const mistake = requests.follow(Promise.reject<{ diagnostics: CosmosDiagnostics }>(new TypeError('A mistake.')));
    await requests.ended();
    await expect(answer).resolves.toEqual({ diagnostics: a });
    await expect(refusal).rejects.toBe(failure);
    await expect(mistake).rejects.toThrow('A mistake.');
    expect(namesOf(requests.tellAll())).toEqual(['a', 'b']);
  });

  it('are waited for when they have been told to end, but not for long', async () => {
    const requests = follow();
    void requests.follow(new Promise<{ diagnostics: CosmosDiagnostics }>(() => undefined));
    await requests.ended();
    expect(requests.tellAll()).toEqual([]);
  });
});
