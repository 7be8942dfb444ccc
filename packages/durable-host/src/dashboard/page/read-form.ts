import type { FormValues } from '../view/vnode.ts';

/** Reads what a form holds; of boxes with one name those that are ticked, separated by commas. */
export function readForm(form: HTMLFormElement): FormValues {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    const before = values[name];
    values[name] = before === undefined ? String(value) : `${before},${String(value)}`;
  }
  return values;
}
