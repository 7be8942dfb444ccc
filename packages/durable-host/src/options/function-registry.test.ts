import { describe, expect, it } from '@jest/globals';
import { activity, entity, orchestration } from '@perdura/durable-core';
import { registerFunctions } from './function-registry.ts';

const counter = entity('Counter', { initialState: 0, operations: { get: (state) => state } });
const greet = activity('greet', () => 'hello');
const greeter = orchestration('greeter', async () => 'done');

describe('registerFunctions', () => {
  it('finds each kind by its name, upper and lower case being the same', () => {
    const functions = registerFunctions([counter, greet, greeter]);
    expect(functions.entity('COUNTER')).toBe(counter);
    expect(functions.entity('greet')).toBeUndefined();
    expect(functions.activity('counter')).toBeUndefined();
    expect(functions.orchestration('Greeter')).toBe(greeter);
    expect(functions.entityNames).toEqual(['Counter']);
  });

  it.each<[string, readonly unknown[], RegExp]>([
    ['an entity without operations', [{ kind: 'entity', name: 'a' }], /functions\[0\] is no orchestration/],
    ['one without a name', [greet, { kind: 'entity', operations: {} }], /functions\[1\] is no/],
    ['one of the name of another function', [greeter, { ...counter, name: 'GREETER' }], /the entity 'GREETER' has the/],
  ])('refuses %s', (_what, functions, message) => {
    expect(() => registerFunctions(functions)).toThrow(TypeError);
    expect(() => registerFunctions(functions)).toThrow(message);
  });
});
