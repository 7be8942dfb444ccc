import { createRequire } from 'node:module';

/** The server's executable, in the package for this platform. */
export function restateExecutable(): string {
  const starter = createRequire(import.meta.url).resolve('@restatedev/restate-server/package.json');
  const platform = `@restatedev/restate-server-${process.platform}-${process.arch}`;
  return createRequire(starter).resolve(`${platform}/bin/restate-server`);
}
