import { describe, expect, it } from '@jest/globals';
import { checkNewInstanceId, checkSegment } from './check-text.ts';

describe('checkSegment', () => {
  it.each(['', '  ', '.', '..', 'a\ud800', 7, null, undefined])('refuses %j', (value) => {
    expect(() => checkSegment(value, 'event name')).toThrow(TypeError);
    expect(() => checkSegment(value, 'event name')).toThrow('event name');
  });

  it('takes what percent-encoding can carry', () => {
    expect(checkSegment('a b/c?d#e%…', 'instance id')).toBe('a b/c?d#e%…');
  });
});

describe('checkNewInstanceId', () => {
  it.each(['@counter@k', 'a/b', 'a\\b', 'a?b', 'a#b', 'a\nb', 'x'.repeat(257)])('refuses %j', (id) => {
    expect(() => checkNewInstanceId(id)).toThrow(TypeError);
  });

  it('takes 256 characters, blanks and percent signs', () => {
    expect(checkNewInstanceId('x'.repeat(256))).toHaveLength(256);
    expect(checkNewInstanceId('order 17 %')).toBe('order 17 %');
  });
});
