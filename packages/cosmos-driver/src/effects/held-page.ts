import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { AbsorbedRows, PagePlace } from '../feeds/absorb-rows.ts';
import type { RangeCursor } from '../feeds/range-cursor.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';

/** Rows that are used, with what it took to read them. */
export interface ReadRows extends AbsorbedRows {
  /** Without its body, which the rows are made of; the same for all rows of a page. */
  readonly response: CosmosResponse;
  /** The requests it took, those included that failed on the way to it. */
  readonly diagnostics: readonly CosmosDiagnostics[];
}

/** A page as it came, whose rows are parsed when they are used: until then no collection has to move them. */
export interface HeldPage {
  /** Its first rows that are not used up. */
  first(): ReadRows;
  /** Takes these off. */
  shift(): void;
  /** Where its first rows begin. */
  from(): RangeCursor;
  /** Whether there are rows behind the first ones. */
  hasMore(): boolean;
  /** Whether all of its rows were taken off. */
  isUsedUp(): boolean;
  /** Parses all of it. */
  parseAll(): void;
}

/**
 * Holds a page.
 *
 * @param begin  Where it begins; asked when its first rows are used.
 * @param absorb  Takes its next rows. What it throws, whoever uses the rows is told.
 * @param onEnd  Told where the stretch goes on, when the page's last rows are parsed.
 */
export function holdPage(
  { body: _, ...bare }: CosmosResponse,
  diagnostics: readonly CosmosDiagnostics[],
  begin: () => RangeCursor,
  absorb: (place: PagePlace) => AbsorbedRows,
  onEnd: (next: RangeCursor | undefined) => void,
): HeldPage {
  const response: CosmosResponse = { ...bare, body: { kind: 'none' } };
  const parsed: ReadRows[] = [];
  let isBegun = false;
  let rest: PagePlace | undefined;

  function parse(): void {
    const place = rest ?? firstPlace(begin());
    const absorbed = absorb(place);
    parsed.push({ ...absorbed, response, diagnostics });
    isBegun = true;
    rest = absorbed.rest;
    if (rest === undefined) onEnd(absorbed.next);
  }

  const isAllParsed = (): boolean => isBegun && rest === undefined;

  function first(): ReadRows {
    if (parsed.length === 0) parse();
    return parsed[0] as ReadRows;
  }

  return {
    first,
    shift: () => void parsed.shift(),
    from: () => parsed[0]?.from ?? rest?.from ?? begin(),
    hasMore: () => !isAllParsed() || parsed.length > 1,
    isUsedUp: () => isAllParsed() && parsed.length === 0,
    parseAll() {
      while (!isAllParsed()) parse();
    },
  };
}

function firstPlace(from: RangeCursor): PagePlace {
  return { from, toPass: from.toPass };
}
