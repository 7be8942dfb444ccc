/** What a request to the dashboard is for. */
export type DashboardRoute =
  /** The address without its last slash, which relative addresses in the page need. */
  | { readonly kind: 'redirect' }
  | { readonly kind: 'page' }
  | { readonly kind: 'style' }
  | { readonly kind: 'script'; readonly folder: 'page' | 'view'; readonly file: string }
  | { readonly kind: 'data'; readonly name: string }
  | { readonly kind: 'unknown' };

const mount = '/dashboard';
const scriptPath = /^\/app\/(page|view)\/([a-z]+(?:-[a-z]+)*\.[jt]s)$/;
const dataPath = /^\/data\/([a-z]+)$/;

/**
 * Reads the path.
 *
 * @returns `undefined` for what is none of the dashboard's business.
 */
export function readDashboardRoute(pathname: string): DashboardRoute | undefined {
  if (pathname === mount) return { kind: 'redirect' };
  if (!pathname.startsWith(`${mount}/`)) return undefined;
  const rest = pathname.slice(mount.length);
  if (rest === '/') return { kind: 'page' };
  if (rest === '/style.css') return { kind: 'style' };
  const [, folder, file] = scriptPath.exec(rest) ?? [];
  if (file !== undefined) return { kind: 'script', folder: folder === 'page' ? 'page' : 'view', file };
  const [, name] = dataPath.exec(rest) ?? [];
  return name === undefined ? { kind: 'unknown' } : { kind: 'data', name };
}
