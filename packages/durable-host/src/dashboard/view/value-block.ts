import type { ValuePreview } from '../model.ts';
import { formatJson } from './format-json.ts';
import { h, type VNode } from './vnode.ts';

/** How to show a value. */
export interface ValueBlockOptions {
  readonly label: string;
  readonly value: ValuePreview;
  /** Not JSON but plain text. */
  readonly isPlain?: boolean;
  /** Loads what was left out. */
  readonly showWhole?: () => void;
}

/** A value, laid out; with a button for the rest of it when only its beginning is here. */
export function valueBlock({ label, value, isPlain = false, showWhole }: ValueBlockOptions): VNode {
  const isCut = value.text.length < value.length;
  return h(
    'div',
    { class: 'value' },
    h(
      'pre',
      { tabindex: 0, role: 'group', 'aria-label': label },
      isPlain ? value.text : formatJson(value.text),
      isCut && ' …',
    ),
    isCut &&
      showWhole !== undefined &&
      h(
        'button',
        { type: 'button', class: 'quiet', on: { click: showWhole } },
        `Show all ${value.length.toLocaleString('en')} characters`,
      ),
  );
}
