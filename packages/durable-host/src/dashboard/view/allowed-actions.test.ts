import { describe, expect, it } from '@jest/globals';
import { type InstanceAction, whyNot } from './allowed-actions.ts';

const actions: readonly InstanceAction[] = ['raise', 'suspend', 'resume', 'rewind', 'restart', 'terminate', 'purge'];

describe('whyNot', () => {
  it.each([
    ['Pending', 'raise suspend restart terminate'],
    ['Running', 'raise suspend restart terminate'],
    ['Suspended', 'raise resume restart terminate'],
    ['Completed', 'restart purge'],
    ['Failed', 'rewind restart purge'],
    ['Terminated', 'restart purge'],
  ])('leaves an instance that is %s what makes sense: %s', (status, allowed) => {
    expect(actions.filter((action) => whyNot(action, status) === undefined).join(' ')).toBe(allowed);
  });
});
