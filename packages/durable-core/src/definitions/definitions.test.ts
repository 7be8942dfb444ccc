import { describe, expect, it } from '@jest/globals';
import { activity } from './activity.ts';
import { orchestration } from './orchestration.ts';

describe.each([
  ['activity', activity as (name: string, code: () => unknown) => { kind: string; name: string }],
  ['orchestration', orchestration as (name: string, code: () => unknown) => { kind: string; name: string }],
])('%s()', (kind, define) => {
  it('is a frozen definition with its name', () => {
    const definition = define('ship', () => 1);
    expect(definition).toMatchObject({ kind, name: 'ship' });
    expect(Object.isFrozen(definition)).toBe(true);
  });

  it.each([[''], ['  '], [5], [undefined]])('refuses the name %j', (name) => {
    expect(() => define(name as string, () => 1)).toThrow(TypeError);
  });

  it('refuses what is no function', () => {
    expect(() => define('ship', 'code' as never)).toThrow(TypeError);
  });
});

describe('orchestration()', () => {
  it('keeps its version', () => {
    expect(orchestration('ship', () => 1, { version: '2' }).version).toBe('2');
    expect('version' in orchestration('ship', () => 1)).toBe(false);
  });

  it.each([[{ verison: '2' }], [{ version: '' }], [{ version: 2 }], [null], ['2']])(
    'refuses the options %j',
    (options) => {
      expect(() => orchestration('ship', () => 1, options as never)).toThrow(/options|option|version/);
    },
  );

  it('refuses an async generator function', () => {
    expect(() => orchestration('ship', async function* () {} as never)).toThrow('use async or function*');
  });
});
