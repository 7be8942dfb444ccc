/** Refuses what has no link, before it is asked for. @throws {Error} */
export function requireUrl(resource: { readonly url: string }): string {
  return resource.url;
}

/**
 * The link of a resource, such as `dbs/shop/colls/orders`.
 *
 * @param parent  Link and kind, such as `dbs/shop/colls`.
 * @throws {Error} for an id that no resource of its kind can have. Nothing is sent then.
 */
export function resourceUrl(parent: string, id: string): string {
  if (typeof id !== 'string' || id.trim() === '') throw new Error(`An id in ${parent} must be a non-empty string.`);
  if (/[/\\#]/.test(id)) throw new Error(`The id "${id}" in ${parent} must not contain any of / \\ #.`);
  return `${parent}/${id}`;
}
