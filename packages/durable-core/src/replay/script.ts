import { none, type ScriptItem, type ScriptNode, type Step } from './records.ts';

/*
 * The order and grouping in which the code asked its host for things.
 *
 * An engine needs only the steps. A host that executes the list as a script (the extension's out-of-process shim waits for
 * each item before it starts the next) needs to know as well which items the code moved past while they were open: the two
 * marks on an item, set when the next one is appended or the code ends. Work per step is constant, apart from nesting depth.
 */

/** A node for one step, not yet in place. */
export function stepNode(): ScriptNode {
  return { kind: 'step', step: undefined, children: none, parent: undefined, item: undefined, open: 1, isOver: false };
}

/** A node over others that have just been made; none of them is over yet. */
export function groupNode(kind: 'all' | 'any', children: readonly ScriptNode[]): ScriptNode {
  const node: ScriptNode = {
    kind,
    step: undefined,
    children,
    parent: undefined,
    item: undefined,
    open: children.length,
    isOver: false,
  };
  for (const child of children) child.parent = node;
  return node;
}

/** Puts a node at the end and marks the item before it if the code moved past that. */
export function appendToScript(script: ScriptItem[], node: ScriptNode): void {
  markLast(script);
  const item: ScriptItem = { node, isLeft: false, isLeftUntouched: false, isTouched: false };
  node.item = item;
  script.push(item);
}

/** Marks what is still open when the code has ended. */
export function closeScript(script: ScriptItem[]): void {
  markLast(script);
}

/** Notes that the host is through with a step. */
export function markOver(step: Step): void {
  if (step.isOver) return;
  step.isOver = true;
  let isNews = true;
  for (let node: ScriptNode | undefined = step.node; node !== undefined; node = node.parent) {
    if (isNews && !node.isOver) {
      node.open -= 1;
      node.isOver = node.kind === 'any' || node.open === 0;
      isNews = node.isOver;
    } else {
      isNews = false;
    }
    if (node.item !== undefined) node.item.isTouched = true;
  }
}

/** Earlier items were over or marked when their successor came, so looking at the last is enough. */
function markLast(script: readonly ScriptItem[]): void {
  const last = script.at(-1);
  if (last === undefined || last.node.isOver) return;
  last.isLeft = true;
  last.isLeftUntouched = !last.isTouched;
}
