import type { ValuePreview } from './model.ts';

/** Cuts a text to what is worth sending unasked. */
export function previewValue(text: string, maxLength: number): ValuePreview {
  return { text: text.length > maxLength ? text.slice(0, maxLength) : text, length: text.length };
}
