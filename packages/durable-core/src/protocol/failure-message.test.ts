import { describe, expect, it } from '@jest/globals';
import { failureMessage } from './failure-message.ts';

describe('failureMessage', () => {
  it('carries words for people, the label the extension looks for, and the state', () => {
    const state = { isDone: false, actions: [[]], schemaVersion: 2, error: 'card declined' } as const;
    const [words, json] = failureMessage(state).split('\n\n$OutOfProcData$:');
    expect(words).toBe('card declined');
    expect(JSON.parse(json ?? '')).toEqual(state);
  });

  it.each([
    "Activity function 'Charge' failed: no \n Result: Failure\nException: no\nStack: at charge",
    'a message\n\n$OutOfProcData$:{"isDone":false}',
  ])('keeps the state readable for an error that says %j', (error) => {
    const state = { isDone: false, actions: [[]], schemaVersion: 2, error } as const;
    expect(JSON.parse(stateInRpcText(failureMessage(state)))).toEqual(state);
  });
});

/** What the extension cuts out of the text that the host makes of a rejection. */
function stateInRpcText(message: string): string {
  const text = `Result: Failure\nException: ${message}\nStack: at line 1`;
  const said = text.slice(text.indexOf('\nException:') + '\nException:'.length, text.indexOf('\nStack:'));
  return said.slice(said.indexOf('$OutOfProcData$:') + '$OutOfProcData$:'.length);
}
