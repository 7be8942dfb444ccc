import { noteLoss } from '../effects/lost-rejections.ts';

type Listener = ((this: unknown, event: unknown) => unknown) | { handleEvent(event: unknown): unknown };

/**
 * Has the listeners of a signal fail their instance with what they throw. A signal would hand that to the process, which ends of it.
 *
 * What a listener rejects with later is a lost rejection like any other.
 */
export function catchInListeners(signal: AbortSignal): void {
  const wrapped = new WeakMap<Listener, (event: unknown) => void>();
  const wrap = (listener: unknown): unknown => {
    if (!isListener(listener)) return listener;
    const known = wrapped.get(listener);
    if (known !== undefined) return known;
    const call = (event: unknown): void => {
      try {
        if (typeof listener === 'function') listener.call(signal, event);
        else listener.handleEvent(event);
      } catch (error) {
        if (!noteLoss(error)) throw error;
      }
    };
    wrapped.set(listener, call);
    return call;
  };
  // `onabort` and whatever else listens goes by these two
  for (const name of ['addEventListener', 'removeEventListener'] as const) {
    const original = signal[name] as (...given: unknown[]) => void;
    const value = (type: unknown, listener: unknown, ...options: unknown[]): void =>
      original.call(signal, type, wrap(listener), ...options);
    Object.defineProperty(signal, name, { value, writable: true, configurable: true });
  }
}

function isListener(value: unknown): value is Listener {
  return typeof value === 'function' || (typeof value === 'object' && value !== null && 'handleEvent' in value);
}
