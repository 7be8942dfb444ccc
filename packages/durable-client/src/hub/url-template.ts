/** A place to be filled, alone or with the `[/…]` around it that goes when the value is absent. */
const place = /\[\/\{(?<optional>\w+)\}\]|\{(?<required>\w+)\}/g;

/**
 * Fills the `{name}` places of a URL with percent-encoded values; `[/{name}]` disappears when its value is absent.
 *
 * A blank becomes `%20`, never `+`, which older Durable extensions do not undo in a path. Places nobody names stay.
 * Every place is filled once, so a value may itself look like a place or like a replacement pattern.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string | undefined>>): string {
  return template.replace(place, (match, optional: string | undefined, required: string | undefined) => {
    const name = optional ?? required ?? '';
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) return `${optional === undefined ? '' : '/'}${encodeURIComponent(value)}`;
    return optional === undefined ? match : '';
  });
}

/** Writes query pairs, percent-encoded, without a `?`; pairs without a value are left out. */
export function queryText(pairs: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(pairs)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Adds query pairs behind those a URL has. */
export function addQuery(url: string, pairs: Readonly<Record<string, string | undefined>>): string {
  const text = queryText(pairs);
  if (text === '') return url;
  const [, query] = splitQuery(url);
  if (query !== '') return `${url}&${text}`;
  return `${url}${url.endsWith('?') ? '' : '?'}${text}`;
}

/** Puts query pairs in the place of those of the same name, in whatever case; pairs without a value change nothing. */
export function setQuery(url: string, pairs: Readonly<Record<string, string | undefined>>): string {
  const given = Object.keys(pairs).filter((name) => pairs[name] !== undefined);
  const names = new Set(given.map((name) => name.toLowerCase()));
  const [path, query] = splitQuery(url);
  const kept = query.split('&').filter((pair) => pair !== '' && !names.has(nameOf(pair)));
  return addQuery(kept.length === 0 ? path : `${path}?${kept.join('&')}`, pairs);
}

/** Cuts a URL at its first question mark. */
export function splitQuery(url: string): readonly [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function nameOf(pair: string): string {
  const [name = ''] = pair.split('=', 1);
  return name.toLowerCase();
}
