import { describe, expect, it } from '@jest/globals';
import { type AccountProperties, readAccountProperties } from '../routing/account-properties.ts';
import { createAccountDocuments } from './account-documents.ts';

const document = (id: string): AccountProperties => readAccountProperties({ id });
const interval = 300_000;

function scene() {
  const state = { nowMs: 0, reads: [] as (string | undefined)[] };
  const documents = createAccountDocuments({ nowMs: () => state.nowMs });
  const get = async (key = 'a'): Promise<string | undefined> => {
    const { id } = await documents.get(key, async (tooOld) => document(`d${state.reads.push(tooOld?.id)}`));
    return id;
  };
  return { state, documents, get };
}

describe('account documents', () => {
  it('are read once for all who ask, and kept for five minutes', async () => {
    const { state, get } = scene();
    expect(await Promise.all([get(), get(), get('b')])).toEqual(['d1', 'd1', 'd2']);
    state.nowMs = interval - 1;
    expect(await get()).toBe('d1');
    state.nowMs = interval;
    expect(await Promise.all([get(), get()])).toEqual(['d3', 'd3']);
    expect(state.reads).toEqual([undefined, undefined, 'd1']);
  });

  it('are as old as the newest that was put', async () => {
    const { state, documents, get } = scene();
    await get();
    state.nowMs = interval - 1;
    documents.set('a', document('new'));
    state.nowMs = 2 * interval - 2;
    expect(await get()).toBe('new');
  });

  it('are read again under a clock that was set back', async () => {
    const { state, get } = scene();
    await get();
    state.nowMs = -1;
    expect(await get()).toBe('d2');
  });

  it('stay when they cannot be read again, to say where the account is', async () => {
    const { state, documents, get } = scene();
    await get();
    state.nowMs = interval;
    const failing = documents.get('a', () => Promise.reject(new Error('no way')));
    await expect(failing).rejects.toThrow('no way');
    expect(await get()).toBe('d2');
    expect(state.reads).toEqual([undefined, 'd1']);
  });

  it('are read again by the next one when the old one was good enough', async () => {
    const { state, documents, get } = scene();
    await get();
    state.nowMs = interval;
    expect(await documents.get('a', async (tooOld) => tooOld ?? document('none'))).toMatchObject({ id: 'd1' });
    expect(await get()).toBe('d2');
  });

  it('are read again once they were forgotten', async () => {
    const { state, documents, get } = scene();
    await get();
    documents.forget('a');
    expect(await get()).toBe('d2');
    expect(state.reads).toEqual([undefined, undefined]);
  });
});
