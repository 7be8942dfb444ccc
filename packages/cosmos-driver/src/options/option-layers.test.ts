import { describe, expect, it } from '@jest/globals';
import type { OperationOptions } from './operation-options.ts';
import { layerOptions } from './option-layers.ts';

describe('layerOptions', () => {
  const layers = ['override', 'call', 'driver', 'runtime', 'environment'] as const;
  const value: Record<(typeof layers)[number], number> = {
    override: 1,
    call: 2,
    driver: 3,
    runtime: 4,
    environment: 5,
  };
  const layer = (name: (typeof layers)[number], present: readonly string[]): OperationOptions =>
    present.includes(name)
      ? { maxFailoverRetryCount: value[name], throttlingRetry: { maxRetryCount: value[name] } }
      : { throttlingRetry: { maxRetryCount: undefined } };

  it.each(layers.map((_, index) => layers.slice(index)))(
    'answers from the %s, though others say something',
    (...present) => {
      const resolve = layerOptions(layer('driver', present), () => layer('runtime', present), {
        overrides: layer('override', present),
        defaults: layer('environment', present),
        warnings: [],
      });
      const expected = value[present[0] as (typeof layers)[number]];
      expect(resolve(layer('call', present))).toMatchObject({
        maxFailoverRetryCount: expected,
        throttlingRetry: { maxRetryCount: expected },
      });
    },
  );

  it('puts the lower layers together once, and anew when the runtime’s are replaced', () => {
    let runtime: OperationOptions = { maxFailoverRetryCount: 1 };
    const resolve = layerOptions({}, () => runtime, { overrides: {}, defaults: {}, warnings: [] });
    expect(resolve(undefined)).toBe(resolve(undefined));
    runtime = { maxFailoverRetryCount: 2 };
    expect(resolve(undefined).maxFailoverRetryCount).toBe(2);
    expect(resolve({ maxFailoverRetryCount: undefined }).maxFailoverRetryCount).toBe(2);
  });

  it('answers what nobody can change', () => {
    const resolve = layerOptions({}, () => ({}), { overrides: {}, defaults: {}, warnings: [] });
    const resolved = resolve({ throttlingRetry: { maxRetryCount: 1 } });
    expect([resolved, resolved.throttlingRetry, resolved.throughputControl].map(Object.isFrozen)).toEqual([
      true,
      true,
      true,
    ]);
  });
});
