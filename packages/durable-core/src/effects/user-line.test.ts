import { describe, expect, it } from '@jest/globals';
import { lineOfUser } from './user-line.ts';

describe('lineOfUser', () => {
  it.each([
    [
      'a function',
      'Error\n    at new Timeout (node:internal/timers:188:5)\n    at run (file:///app/ship.ts:3:5)',
      'file:///app/ship.ts:3:5',
    ],
    ['no function', 'Error\n    at file:///app/ship.ts:3:5', 'file:///app/ship.ts:3:5'],
    ['an async frame', 'Error\n    at async run (/app/ship.ts:3:5)', '/app/ship.ts:3:5'],
    ['an async frame without a function', 'Error\n    at async file:///app/ship.ts:3:5', 'file:///app/ship.ts:3:5'],
    ['Windows', 'Error\n    at run (C:\\app\\ship.ts:3:5)', 'C:\\app\\ship.ts:3:5'],
    [
      'a dependency below the user',
      'Error\n    at get (/app/node_modules/axios/a.js:1:1)\n    at run (/app/ship.ts:3:5)',
      '/app/ship.ts:3:5',
    ],
    ['only a dependency', 'Error\n    at get (/app/node_modules/axios/a.js:1:1)', '/app/node_modules/axios/a.js:1:1'],
    ['only Node', 'Error\n    at new Timeout (node:internal/timers:188:5)', undefined],
    ['only this package', `Error\n    at run (${import.meta.url}:1:1)`, undefined],
  ])('finds the place: %s', (_what, stack, place) => {
    expect(lineOfUser(stack)).toBe(place);
  });
});
