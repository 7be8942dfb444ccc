/**
 * Makes clock and random of the process answer an orchestrator as its context does, the same in every replay.
 *
 * 1. Installed once, when the first execution begins, and never taken back: whoever kept a function still has the right one.
 * 2. Every function asks whether an orchestrator is calling, and calls the original for everybody else.
 * 3. `Date` stays one: what was made before and after, in and outside of orchestrators, is an instance of it.
 */
import { syncBuiltinESMExports } from 'node:module';
import { refuse } from './io-guard.ts';
import { type OrchestratorScope, orchestratorScope } from './orchestrator-scope.ts';
import { userLine } from './user-line.ts';

let isInstalled = false;

/** Installs them, unless they are. */
export function installStableGlobals(): void {
  if (isInstalled) return;
  isInstalled = true;
  installDate();
  replace(Math, 'random', (original) => () => scope()?.random().number() ?? original());
  const { performance } = globalThis;
  replace(performance, 'now', (original) => () => {
    const orchestrator = scope();
    return orchestrator === undefined ? original.call(performance) : orchestrator.nowMs() - orchestrator.startedAtMs();
  });
  installWebCrypto();
  installNodeCrypto();
  replace(globalThis, 'fetch', (original) => (...request) => {
    const orchestrator = orchestratorScope.getStore();
    if (orchestrator?.isGuarded) throw refuse(orchestrator, 'fetch', userLine());
    return original(...request);
  });
}

function scope(): OrchestratorScope | undefined {
  const orchestrator = orchestratorScope.getStore();
  return orchestrator?.hasStableGlobals ? orchestrator : undefined;
}

function installDate(): void {
  const Original = Date;
  const now = (): number => scope()?.nowMs() ?? Original.now();
  function StableDate(this: unknown, ...given: []): unknown {
    if (new.target === undefined) return new Original(now()).toString();
    const construct = new.target === (StableDate as unknown) ? Original : new.target;
    return Reflect.construct(Original, given.length === 0 ? [now()] : given, construct);
  }
  const { prototype } = Original;
  Object.defineProperties(StableDate, {
    ...Object.getOwnPropertyDescriptors(Original),
    now: { value: now, writable: true, enumerable: false, configurable: true },
  });
  Object.defineProperty(prototype, 'constructor', { value: StableDate, writable: true, configurable: true });
  Object.defineProperty(globalThis, 'Date', { value: StableDate, writable: true, configurable: true });
}

function installWebCrypto(): void {
  const { crypto } = globalThis;
  replace(crypto, 'randomUUID', (original) => () => scope()?.random().uuid() ?? original.call(crypto));
  replace(crypto, 'getRandomValues', (original) => (view) => {
    const orchestrator = scope();
    if (orchestrator === undefined || !ArrayBuffer.isView(view)) return original.call(crypto, view);
    orchestrator.random().fill(bytesOf(view));
    return view;
  });
}

/** Those of `node:crypto` may call back instead: in the next tick, which needs no resource. Its `getRandomValues` is that of WebCrypto. */
function installNodeCrypto(): void {
  const nodeCrypto = process.getBuiltinModule('node:crypto');
  replace(nodeCrypto, 'randomUUID', (original) => (options) => scope()?.random().uuid() ?? original(options));
  replaceWithCallback(nodeCrypto, 'randomBytes', ({ random }, [size]) => {
    const bytes = Buffer.alloc(size as number);
    random().fill(bytes);
    return bytes;
  });
  replaceWithCallback(nodeCrypto, 'randomInt', ({ random }, given) => {
    const [min, max] = given.length === 1 ? [0, given[0] as number] : (given as [number, number]);
    return min + Math.floor(random().number() * (max - min));
  });
  for (const name of ['randomFillSync', 'randomFill']) {
    replaceWithCallback(nodeCrypto, name, ({ random }, given) => {
      const [view, offset = 0, size] = given as [ArrayBufferView, number?, number?];
      random().fill(bytesOf(view).subarray(offset, size === undefined ? undefined : offset + size));
      return view;
    });
  }
  syncBuiltinESMExports();
}

/** Replaces a function that answers, or calls back where its last argument is a function. */
function replaceWithCallback(
  module: object,
  name: string,
  answer: (orchestrator: OrchestratorScope, given: readonly unknown[]) => unknown,
): void {
  replace(module, name, (original) => (...given) => {
    const orchestrator = scope();
    if (orchestrator === undefined) return original(...given);
    const callback = given.at(-1);
    if (typeof callback !== 'function') return answer(orchestrator, given);
    const answered = answer(orchestrator, given.slice(0, -1));
    process.nextTick(() => callback(null, answered));
    return undefined;
  });
}

type AnyFunction = (this: unknown, ...given: unknown[]) => unknown;

/** Puts a function in the place of another; what cannot be replaced is left alone. */
function replace(owner: object, name: string, by: (original: AnyFunction) => AnyFunction): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function' || Object.getOwnPropertyDescriptor(owner, name)?.configurable === false) return;
  const enumerable = Object.hasOwn(owner, name);
  const value = by(original as AnyFunction);
  Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable });
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
