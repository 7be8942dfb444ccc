/** One region of the account. */
export interface Region {
  /** Its number in session tokens; never given to another region of the account. */
  readonly id: number;
  /** Name as the account document shows it, such as `East US`. */
  readonly name: string;
  /** Name without spaces in lower case, such as `eastus`: how regions are told apart, and their part of the host name. */
  readonly key: string;
}

/** `'East US'` and `'eastus'` are one region. */
export function regionKey(name: string): string {
  return name.toLowerCase().replace(/\s+/g, '');
}
