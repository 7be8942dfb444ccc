import { describe, expect, it } from '@jest/globals';
import { templateNames } from './template-names.ts';

describe('templateNames', () => {
  it.each(['process-order', 'process_order', 'processOrder', 'ProcessOrder'])('makes the same names of %s', (name) => {
    expect(templateNames('orchestration', name)).toEqual({
      functionName: 'process_order',
      fileName: 'process-order',
      identifier: 'processOrder',
      typeName: 'ProcessOrder',
    });
  });

  it.each([
    ['HTTPCall', 'http-call', 'httpCall'],
    ['order2Go', 'order2-go', 'order2Go'],
    ['v-2', 'v-2', 'v2'],
    ['X', 'x', 'x'],
  ])('finds the words of %s', (name, fileName, identifier) => {
    expect(templateNames('activity', name)).toMatchObject({ fileName, identifier });
  });

  it.each(['delete', 'new', 'activity', 'hub', 'it'])(
    'calls the constant of %s otherwise, as that is taken',
    (name) => {
      const names = templateNames('activity', name);
      expect(names).toMatchObject({ functionName: name, fileName: name, identifier: `${name}Activity` });
    },
  );

  it.each(['', '1st', '-a', 'a-', 'a--b', 'a b', 'a/b', '../a', 'a.b', 'ä', "a'b", 'a'.repeat(101)])(
    "refuses '%s'",
    (name) => {
      expect(() => templateNames('entity', name)).toThrow(TypeError);
    },
  );
});
