/** What a form holds, by the names of its fields; of boxes with one name those that are ticked, separated by commas. */
export type FormValues = Readonly<Record<string, string>>;

/** What is called when something happens to an element. */
export interface Handlers {
  readonly click?: () => void;
  readonly submit?: (values: FormValues) => void;
  /** Is told the new value of a field. */
  readonly change?: (value: string) => void;
  /** Is told how far an element is scrolled, in pixels. */
  readonly scroll?: (top: number) => void;
  /** Is told whether `details` were opened. */
  readonly toggle?: (isOpen: boolean) => void;
  /** A dialog was closed, by whatever means. */
  readonly close?: () => void;
}

/** Attributes of an element; `true` stands for one without a value, `false` and `undefined` for none. */
export interface Attributes {
  readonly [name: string]: string | number | boolean | undefined | Handlers | Readonly<Record<string, string>>;
  /** Tells an element among its siblings, so that it stays the same wherever it moves. */
  readonly key?: string;
  readonly on?: Handlers;
  /** Properties of CSS. */
  readonly style?: Readonly<Record<string, string>>;
}

/** What a node may contain; nothing is shown for `undefined` and `false`. */
export type Child = VNode | string | number | undefined | false | readonly Child[];

/** One element of the page, as data. Texts are texts: there is no way to put HTML in. */
export interface VNode {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly (VNode | string)[];
}

/** Describes an element. */
export function h(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): VNode {
  return { tag, attributes, children: flatten(children) };
}

function flatten(children: readonly Child[]): (VNode | string)[] {
  return children.flatMap((child): (VNode | string)[] => {
    if (child === undefined || child === false) return [];
    if (typeof child === 'string') return child === '' ? [] : [child];
    if (typeof child === 'number') return [String(child)];
    return Array.isArray(child) ? flatten(child) : [child as VNode];
  });
}
