import type { Logger } from '@perdura/durable-core/engine';
import { serveHttp } from '../effects/http-server.ts';
import { checkNames } from '../options/check-names.ts';
import { checkListenOptions } from '../options/listen-options.ts';
import { answerHost } from './answer-host.ts';
import type { AppFunction } from './durable-functions-of.ts';
import { loadFunctionsApp } from './load-functions-app.ts';

/** Options of {@link serveWorker}. */
export interface ServeWorkerOptions {
  /** Imports the modules of the app: `() => import('./app.ts')`; see {@link loadFunctionsApp}. */
  readonly app: () => unknown;
  /** Port; `0` takes any that is free. (default 7072, the one after that of a host) */
  readonly port?: number | undefined;
  /** Address or name of the interface; `'0.0.0.0'` is all of them. (default `'127.0.0.1'`, this machine only) */
  readonly host?: string | undefined;
  /** The largest trigger taken, in bytes: an orchestration's holds its whole history. (default 268,435,456, that is 256 MB) */
  readonly maxRequestBytes?: number | undefined;
  /** Where `context.log` of the functions goes. (default: the global `console`) */
  readonly log?: Logger | undefined;
}

/** A worker that is listening. */
export interface Worker {
  /** Where it is reached: what a host is given in `workers: [{ url, functions }]`. */
  readonly url: string;
  /** Names of the functions it serves, in the order of their registration: for the same option. */
  readonly functions: readonly string[];
  /** Takes no more invocations, and cuts those under way; hosts make them again elsewhere or later. A second call is the same. */
  close(): Promise<void>;
}

/** As much as a gRPC worker of Azure Functions takes is more than any history should be. */
const defaultMaxRequestBytes = 256 * 1024 * 1024;

/**
 * Serves the orchestrations, activities and entities of an app to hosts in other processes: `POST {url}/{functionName}` with the
 * trigger as JSON. Whoever reaches the port may run them, so it is opened on the loopback interface unless told otherwise.
 *
 * @throws {TypeError} when an option is unknown or malformed, or the app registers no such function.
 * @throws {DurableHostError} `listen-failed` when the port cannot be opened.
 */
export async function serveWorker(options: ServeWorkerOptions): Promise<Worker> {
  if (typeof options !== 'object' || options === null) throw new TypeError('serveWorker takes { app, port }.');
  checkNames('serveWorker', options, ['app', 'port', 'host', 'maxRequestBytes', 'log']);
  const { app, port = 7072, host, maxRequestBytes = defaultMaxRequestBytes, log = console } = options;
  if (!Number.isInteger(maxRequestBytes) || maxRequestBytes < 1) {
    throw new TypeError('serveWorker: maxRequestBytes must be a whole number above 0.');
  }
  const address = checkListenOptions({ port, host });
  const functions = (await loadFunctionsApp(app, { log })) as readonly AppFunction[];
  const server = await serveHttp({ ...address, maxRequestBytes, answer: (call) => answerHost(call, functions) });
  return { url: server.origin, functions: functions.map(({ name }) => name), close: () => server.close() };
}
