import { describe, expect, it } from '@jest/globals';
import { columnWidths, formatTable } from './format-table.ts';

describe('formatTable', () => {
  it('sets rows in columns, without spaces at the end of a line', () => {
    expect(
      formatTable([
        ['a', '', 'c'],
        ['long', 'b', ''],
      ]),
    ).toEqual(['a        c', 'long  b']);
  });

  it('keeps to the widths of the rows before', () => {
    const widths = columnWidths([['ab', 'c']], columnWidths([['a', 'long']]));
    expect(widths).toEqual([2, 4]);
    expect(formatTable([['x', 'y', 'z']], widths)).toEqual(['x   y     z']);
  });
});
