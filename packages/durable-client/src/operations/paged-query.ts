/** One answer of a list: its elements, and where the next page begins. */
export interface Page {
  /** Where the next page begins; `undefined` on the last. */
  readonly continuationToken: string | undefined;
}

/** A list that is fetched as it is read: loop over its elements, or over whole pages. */
export interface PagedQuery<Element, ElementPage extends Page> extends AsyncIterable<Element> {
  /** The pages as the host cuts them, each with the token to go on from later. */
  pages(): AsyncIterable<ElementPage>;
}

/**
 * Follows continuation tokens to the end, one request ahead of nobody: the next page is fetched when it is asked for.
 *
 * @param fetchPage   Fetches the page that begins at a token; `undefined` is the first.
 * @param elementsOf  Takes the elements out of a page.
 */
export function pagedQuery<Element, ElementPage extends Page>(
  fetchPage: (continuationToken: string | undefined) => Promise<ElementPage>,
  elementsOf: (page: ElementPage) => Iterable<Element>,
  firstToken: string | undefined,
): PagedQuery<Element, ElementPage> {
  async function* pages(): AsyncGenerator<ElementPage, void, undefined> {
    let token = firstToken;
    do {
      const page = await fetchPage(token);
      yield page;
      token = page.continuationToken;
    } while (token !== undefined);
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* elementsOf(page);
    },
  };
}
