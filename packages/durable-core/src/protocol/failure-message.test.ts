import { describe, expect, it } from '@jest/globals';
import { failureMessage } from './failure-message.ts';

describe('failureMessage', () => {
  it('carries words for people, the label the extension looks for, and the state', () => {
    const state = { isDone: false, actions: [[]], schemaVersion: 2, error: 'card declined' } as const;
    const [words, json] = failureMessage(state).split('\n\n$OutOfProcData$:');
    expect(words).toBe('card declined');
    expect(JSON.parse(json ?? '')).toEqual(state);
  });
});
