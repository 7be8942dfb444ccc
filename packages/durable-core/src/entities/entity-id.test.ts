import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entityId, parseEntityId, readEntityReference, schedulerIdOf } from './entity-id.ts';

describe('an entity id', () => {
  it.each([
    ['@counter@k1', 'counter', 'k1'],
    ['@Counter@K1', 'Counter', 'K1'],
    ['@counter@', 'counter', ''],
    ['@counter@mia@example.com', 'counter', 'mia@example.com'],
  ])('is read from %s', (text, name, key) => {
    expect(parseEntityId(text)).toEqual({ name, key });
  });

  it.each(['', 'counter', '@counter', '@@k', '@ @k', 'counter@k'])('is not read from %j', (text) => {
    expect(() => parseEntityId(text)).toThrow(TypeError);
  });

  it('folds the name and keeps the key in the text a hub knows it by', () => {
    expect(schedulerIdOf({ name: 'Counter', key: 'Mia@X' })).toBe('@counter@Mia@X');
  });

  it('comes back from its text, whatever the key', () => {
    const names = fc.stringMatching(/^[a-z][a-z0-9_-]*$/);
    fc.assert(
      fc.property(names, fc.string(), (name, key) => {
        expect(parseEntityId(schedulerIdOf({ name, key }))).toEqual({ name, key });
      }),
    );
  });

  it('is made of a definition or a name, and read as an object or a text', () => {
    expect(entityId({ name: 'counter' }, 'k')).toEqual({ name: 'counter', key: 'k' });
    expect(entityId('counter', 'k')).toEqual(readEntityReference('@counter@k'));
    expect(readEntityReference({ name: 'counter', key: 'k' })).toEqual({ name: 'counter', key: 'k' });
  });

  it.each([
    ['an @ in the name', { name: 'a@b', key: 'k' }],
    ['a blank name', { name: ' ', key: 'k' }],
    ['no key', { name: 'a' }],
    ['a number', 4],
    ['null', null],
    ['nothing', undefined],
  ])('refuses %s', (_what, reference) => {
    expect(() => readEntityReference(reference as never)).toThrow(TypeError);
  });
});
