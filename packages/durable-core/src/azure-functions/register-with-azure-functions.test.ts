import { describe, expect, it } from '@jest/globals';
import { activity } from '../definitions/activity.ts';
import { orchestration } from '../definitions/orchestration.ts';
import { registerWithAzureFunctions } from './register-with-azure-functions.ts';

const greet = activity('Greet', (city: string) => `Hello ${city}!`);

describe('registerWithAzureFunctions', () => {
  const registered: string[] = [];
  const app = { generic: (name: string) => void registered.push(name) };
  const bindings = { generic: ({ type }: { type: string }) => ({ type, name: `${type}1` }) };
  const recording = { app, trigger: bindings, input: bindings };

  it.each<[string, unknown, RegExp]>([
    ['no functions', [], /at least one/],
    ['something else than a list', greet, /at least one/],
    ['something that is no function', [greet, () => 1], /functions\[1\] is none of/],
    ['a reference to an entity', [{ kind: 'entity', name: 'Counter' }], /functions\[0\] is none of/],
    ['nothing in place of a function', [undefined], /functions\[0\] is none of/],
    ['a function twice', [greet, greet], /'Greet' has the name of the activity 'Greet'/],
    [
      'two names that differ in case',
      [greet, orchestration('greet', async () => 1)],
      /orchestration 'greet' has the name/,
    ],
    ['a name with a blank', [greet, activity('say hello', () => 1)], /does not take 'say hello'/],
    ["the name 'host'", [activity('Host', () => 1)], /does not take 'Host'/],
    ['a name that is too long', [activity('a'.repeat(129), () => 1)], /at most 128/],
  ])('refuses %s before anything is registered', (_what, functions, message) => {
    expect(() => registerWithAzureFunctions(recording, functions as [])).toThrow(TypeError);
    expect(() => registerWithAzureFunctions(recording, functions as [])).toThrow(message);
    expect(registered).toEqual([]);
  });

  it('names what it takes when it is given nothing', () => {
    expect(() => registerWithAzureFunctions(undefined as never, [greet])).toThrow(/takes \{ app, trigger, input \} of/);
  });

  it.each([['app'], ['trigger'], ['input']])('names a missing %s', (part) => {
    const parts = { ...recording, [part]: undefined } as unknown as Parameters<typeof registerWithAzureFunctions>[0];
    expect(() => registerWithAzureFunctions(parts, [greet])).toThrow(`${part} is not it`);
  });
});
