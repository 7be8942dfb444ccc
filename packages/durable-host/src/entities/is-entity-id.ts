/** Tells ids of entities, `@name@key`, from those of instances, which must not begin so. */
export function isEntityId(id: string): boolean {
  return id.startsWith('@');
}
