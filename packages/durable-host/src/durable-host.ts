import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Dashboard } from './dashboard/dashboard.ts';
import { DurableHostError } from './durable-host-error.ts';
import { readRequest, toResponse } from './effects/fetch-adapter.ts';
import { type HttpServer, serveHttp } from './effects/http-server.ts';
import { answerCall } from './http/answer-call.ts';
import { type ApiAnswer, type ApiCall, errorAnswer } from './http/api-call.ts';
import { type ClientBinding, clientBinding } from './http/client-binding.ts';
import { guardCall } from './http/guard-call.ts';
import { webhookPath } from './http/route.ts';
import { type DurableHostOptions, type ResolvedHostOptions, resolveHostOptions } from './options/host-options.ts';
import { checkListenOptions, type ListenOptions } from './options/listen-options.ts';
import { TaskHub } from './runtime/task-hub.ts';
import { explainDatabaseError } from './store/explain-database-error.ts';
import { historyWindow } from './store/history-window.ts';
import { instanceSearch } from './store/instance-search.ts';
import { openDatabase } from './store/open-database.ts';

/** Where a host is reached. */
export interface ListeningHost {
  /** Base of the HTTP API, for clients: `http://127.0.0.1:7071/runtime/webhooks/durabletask`. */
  readonly baseUrl: string;
  /** Address of the dashboard, for browsers: `http://127.0.0.1:7071/dashboard`; absent when it is turned off. */
  readonly dashboardUrl?: string;
}

/** The id the management URLs of a binding are written for, to be replaced by clients. */
const standInId = 'INSTANCEID';

/** How many instances the dashboard looks at for one answer: some ten milliseconds of work. */
const dashboardScanLimit = 5_000;

/**
 * A task hub in one SQLite file: runs orchestrations, activities and entities, in this process or by workers, and serves the Durable Functions
 * HTTP API to clients.
 *
 * Everything a client was told and everything an orchestration has done is in the file before anybody hears of it.
 * After a crash, opening the file goes on where it stood; activities that were running run again (at least once).
 */
export class DurableHost {
  readonly #options: ResolvedHostOptions;
  readonly #database: DatabaseSync;
  readonly #hub: TaskHub;
  readonly #dashboard: Dashboard | undefined;
  #server: HttpServer | undefined;
  #isListening = false;
  #closing: Promise<void> | undefined;

  private constructor(options: ResolvedHostOptions, database: DatabaseSync) {
    this.#options = options;
    this.#database = database;
    const newId = () => randomUUID().replaceAll('-', '');
    this.#hub = new TaskHub(database, options, newId, () => this.#binding(standInId));
    this.#dashboard = options.dashboard ? this.#openDashboard(options, database) : undefined;
  }

  /**
   * Opens a database file, takes up what it left unfinished, and goes on running.
   *
   * @throws {TypeError} when an option is missing, unknown or malformed, or a function is none or is there twice.
   * @throws {DurableHostError} `in-use`, `not-a-hub`, `schema-version`, `damaged`, `disk-full` or `database`. The file is as it was.
   */
  static async open(options: DurableHostOptions): Promise<DurableHost> {
    const resolved = resolveHostOptions(options);
    const database = openDatabase(resolved.database, resolved.durability, resolved.fileCheck);
    try {
      const host = new DurableHost(resolved, database);
      host.#hub.resume();
      return host;
    } catch (error) {
      database.close();
      throw explainDatabaseError(error, resolved.database);
    }
  }

  /** Name of the task hub. */
  get taskHub(): string {
    return this.#options.taskHub;
  }

  /**
   * Serves the HTTP API and the dashboard on a port. Without the option `code` whoever reaches the port may do everything, so it is
   * opened on the loopback interface unless told otherwise.
   *
   * @throws {DurableHostError} `listen-failed`, `already-listening` or `closed`.
   */
  async listen(options: ListenOptions = {}): Promise<ListeningHost> {
    const listening = checkListenOptions(options);
    this.#checkOpen();
    if (this.#isListening) throw new DurableHostError('already-listening', 'The host is listening already.');
    this.#isListening = true;
    try {
      const { maxRequestBytes } = this.#options;
      const server = await serveHttp({ ...listening, maxRequestBytes, answer: (call) => this.#answer(call) });
      if (this.#closing !== undefined) {
        await server.close();
        this.#checkOpen();
      }
      this.#server = server;
      return {
        baseUrl: `${server.origin}${webhookPath}`,
        ...(this.#dashboard && { dashboardUrl: `${server.origin}/dashboard` }),
      };
    } catch (error) {
      this.#isListening = false;
      throw error;
    }
  }

  /**
   * Answers one request of the HTTP API without a port. It may be handed on as the `fetch` of a client; only the path
   * and query of its URLs count.
   *
   * @throws {DurableHostError} `closed`.
   */
  readonly fetch = async (request: Request): Promise<Response> => {
    this.#checkOpen();
    const call = await readRequest(request, this.#options.maxRequestBytes);
    this.#checkOpen();
    return toResponse('status' in call ? call : await this.#answer(call));
  };

  /**
   * What a `durableClient` input binding of Azure Functions would hold for this host: clients are made from it.
   *
   * @param instanceId  The instance its management URLs are for. (default `'INSTANCEID'`, to be replaced by clients)
   * @throws {DurableHostError} `not-listening` before `listen`, `closed` after `close`.
   */
  clientBinding(instanceId: string = standInId): ClientBinding {
    this.#checkOpen();
    const binding = this.#binding(instanceId);
    if (binding === undefined) {
      throw new DurableHostError('not-listening', 'The host has no address yet; call listen() first.');
    }
    return binding;
  }

  /** Resolves when the host has nothing left to do but to wait: for a timer, an event or a client. */
  async whenIdle(): Promise<void> {
    this.#checkOpen();
    await this.#hub.whenIdle();
  }

  /**
   * Ends all work and closes the file. Turns under way are written; activities under way see their `signal` aborted and
   * run again when the file is next opened. A second call waits for the first.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The same as {@link DurableHost.close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #openDashboard({ taskHub, functions, clock }: ResolvedHostOptions, database: DatabaseSync): Dashboard {
    return new Dashboard({
      ...{ taskHub, functions },
      now: () => clock.now(),
      find: (instanceId) => this.#hub.find(instanceId),
      search: instanceSearch(database, dashboardScanLimit),
      history: historyWindow(database),
    });
  }

  async #close(): Promise<void> {
    await this.#server?.close();
    try {
      await this.#hub.close();
    } finally {
      for (const worker of this.#options.workers) worker.close();
      this.#database.close();
    }
  }

  #binding(instanceId: string): ClientBinding | undefined {
    return this.#server && clientBinding(this.#server.origin, this.taskHub, instanceId, this.#options.access.code);
  }

  async #answer(call: ApiCall): Promise<ApiAnswer> {
    const { log, access } = this.#options;
    try {
      const file = await this.#dashboard?.answerFile(call);
      if (file !== undefined) return file;
      return await guardCall(call, access, async () => this.#dashboard?.answerData(call) ?? this.#answerApi(call));
    } catch (error) {
      // What a request was about when the host closed under it is no fault of anybody.
      this.#checkOpen();
      log.error(`The request ${call.method} ${call.url.pathname} failed.`, error);
      return errorAnswer(500, 'Something went wrong while processing your request', String(error));
    }
  }

  #answerApi(call: ApiCall): Promise<ApiAnswer> {
    const { taskHub, functions, access } = this.#options;
    return answerCall(call, { hub: this.#hub, taskHub, functions, code: access.code });
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw new DurableHostError('closed', 'The host has been closed.');
  }
}
