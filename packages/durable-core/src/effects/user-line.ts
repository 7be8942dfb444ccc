import { fileURLToPath } from 'node:url';

const ownFolder = fileURLToPath(new URL('..', import.meta.url));

/** Deep enough to look through what Node itself puts on top of the caller. */
const frames = 50;

/** Where user code is right now, as `file:line:column`; `undefined` when none is on the stack. */
export function userLine(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  const { stack = '' } = new Error('where');
  Error.stackTraceLimit = limit;
  return lineOfUser(stack);
}

/**
 * The place in a stack trace where the user's own code is: the topmost frame that is neither of Node, nor of this package, nor of a
 * dependency; where there is none, one of a dependency.
 */
export function lineOfUser(stack: string): string | undefined {
  let ofDependency: string | undefined;
  for (const line of stack.split('\n')) {
    const place = /(?:\(|at (?:async )?)((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]*:\d+:\d+)\)?$/.exec(line)?.[1];
    if (place === undefined || pathOf(place).startsWith(ownFolder)) continue;
    if (!/[\\/]node_modules[\\/]/.test(place)) return place;
    ofDependency ??= place;
  }
  return ofDependency;
}

function pathOf(place: string): string {
  return place.startsWith('file://') ? fileURLToPath(place.replace(/(:\d+){2}$/, '')) : place;
}
