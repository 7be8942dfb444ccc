import type { Call } from '../tasks/call.ts';
import { type Entry, isAll, isCompound, type ScriptNode } from './records.ts';
import { groupNode } from './script.ts';

/**
 * Asks for every call under a compound that was not asked for yet, depth first in the order of the children, and groups what
 * that gave as the compound is built. Iterative: compounds nest as deep as user code likes.
 *
 * @param ask  Asks for one call; `undefined` when there is nothing to ask.
 * @returns `undefined` when everything was asked for before.
 */
export function groupUnscheduled(
  compound: Entry,
  ask: (entry: Entry, call: Call) => ScriptNode | undefined,
): ScriptNode | undefined {
  const frames: { readonly entry: Entry; at: number; readonly nodes: ScriptNode[] }[] = [
    { entry: compound, at: 0, nodes: [] },
  ];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const child = frame.entry.children[frame.at++];
    if (child === undefined) {
      frame.entry.isScheduled = true;
      frames.pop();
      const kind = isAll(frame.entry.what.kind) ? 'all' : 'any';
      const node = frame.nodes.length === 0 ? undefined : groupNode(kind, frame.nodes);
      const outer = frames.at(-1);
      if (outer === undefined) return node;
      if (node !== undefined) outer.nodes.push(node);
    } else if (!child.isScheduled) {
      if (isCompound(child.what)) frames.push({ entry: child, at: 0, nodes: [] });
      else {
        const node = ask(child, child.what);
        if (node !== undefined) frame.nodes.push(node);
      }
    }
  }
  return undefined;
}
