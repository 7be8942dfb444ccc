import { baseStyle } from './base-style.ts';
import { dataStyle } from './data-style.ts';
import { timelineStyle } from './timeline-style.ts';

/** The style of the page. */
export const pageStyle: string = baseStyle + dataStyle + timelineStyle;
