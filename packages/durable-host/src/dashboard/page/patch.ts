import type { Attributes, Handlers, VNode } from '../view/vnode.ts';
import { readForm } from './read-form.ts';

/**
 * Makes the children of an element what they are described as, and changes no more than differs: the focus, the
 * selection, what was typed and how far things are scrolled stay.
 *
 * 1. A node with a key is found again by it among its siblings; one without by its place, if its tag is the same.
 * 2. What the reader may have changed (values, ticks, open details) is touched only when its description changed.
 * 3. Text becomes text nodes and attributes are set one by one: nothing is ever read as HTML.
 */
export function patchChildren(parent: Element, children: readonly (VNode | string)[]): void {
  const wanted = new Set(children.map(keyOf).filter((key) => key !== undefined));
  const known = new Map<string, Element>();
  for (const node of [...parent.childNodes]) {
    const key = described.get(node)?.attributes.key;
    if (key === undefined) continue;
    if (wanted.has(key) && !known.has(key)) known.set(key, node as Element);
    else node.remove();
  }
  let cursor: ChildNode | null = parent.firstChild;
  for (const child of children) {
    const key = keyOf(child);
    const found = key === undefined ? (cursor && isLike(cursor, child) ? cursor : undefined) : known.get(key);
    const node = found !== undefined && isLike(found, child) ? found : createNode(child);
    if (node === cursor) cursor = node.nextSibling;
    else parent.insertBefore(node, cursor);
    update(node, child);
  }
  while (cursor !== null) {
    const next: ChildNode | null = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

/** What each node was last described as. */
const described = new WeakMap<Node, VNode>();

const eventNames: readonly (keyof Handlers)[] = ['click', 'submit', 'change', 'scroll', 'toggle', 'close'];

function keyOf(child: VNode | string): string | undefined {
  return typeof child === 'string' ? undefined : child.attributes.key;
}

function isLike(node: Node, child: VNode | string): boolean {
  if (typeof child === 'string') return node.nodeType === Node.TEXT_NODE;
  const before = described.get(node);
  return before !== undefined && before.tag === child.tag && before.attributes.key === child.attributes.key;
}

function createNode(child: VNode | string): ChildNode {
  if (typeof child === 'string') return document.createTextNode(child);
  const element = document.createElement(child.tag);
  for (const name of eventNames) {
    if (child.attributes.on?.[name] !== undefined)
      element.addEventListener(name, (event) => handle(element, name, event));
  }
  described.set(element, { tag: child.tag, attributes: {}, children: [] });
  return element;
}

/** Handlers are looked up when something happens: the latest description has the latest of them. */
function handle(element: Element, name: keyof Handlers, event: Event): void {
  const { on } = described.get(element)?.attributes ?? {};
  if (event.target !== element && (name === 'toggle' || name === 'close' || name === 'scroll')) return;
  switch (name) {
    case 'click':
      if (element instanceof HTMLAnchorElement) event.preventDefault();
      on?.click?.();
      break;
    case 'submit':
      event.preventDefault();
      on?.submit?.(readForm(element as HTMLFormElement));
      break;
    case 'change':
      on?.change?.((element as HTMLInputElement).value);
      break;
    case 'scroll':
      on?.scroll?.(element.scrollTop);
      break;
    case 'toggle':
      on?.toggle?.((element as HTMLDetailsElement).open);
      break;
    case 'close':
      on?.close?.();
      break;
  }
}

function update(node: Node, child: VNode | string): void {
  if (typeof child === 'string') {
    if (node.nodeValue !== child) node.nodeValue = child;
    return;
  }
  const element = node as HTMLElement;
  const before = described.get(element)?.attributes ?? {};
  described.set(element, child);
  patchChildren(element, child.children);
  setAttributes(element, before, child.attributes);
}

function setAttributes(element: HTMLElement, before: Attributes, after: Attributes): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const value = after[name];
    if (name === 'key' || name === 'on' || before[name] === value) continue;
    if (name === 'style') setStyle(element, before.style ?? {}, after.style ?? {});
    else if (name === 'value') (element as HTMLInputElement).value = String(value ?? '');
    else if (name === 'checked') (element as HTMLInputElement).checked = value === true;
    else if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

function setStyle(
  element: HTMLElement,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): void {
  for (const name of Object.keys(before)) if (after[name] === undefined) element.style.removeProperty(name);
  for (const [name, value] of Object.entries(after)) {
    if (before[name] !== value) element.style.setProperty(name, value);
  }
}
