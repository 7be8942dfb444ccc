/** Resource ids are base64 with `-` for `/`: 4 bytes name a database, 8 a container. */
const shapes: Readonly<Record<'database' | 'container', RegExp>> = {
  database: /^[A-Za-z0-9+-]{6}==$/,
  container: /^[A-Za-z0-9+-]{11}=$/,
};

/** Whether a text has the form of the resource id of a database or container. */
export function isResourceIdOf(kind: 'database' | 'container', rid: unknown): rid is string {
  return typeof rid === 'string' && shapes[kind].test(rid);
}
