import { PageScripts, scriptExtension } from '../effects/load-page-script.ts';
import { type ApiAnswer, type ApiCall, emptyAnswer } from '../http/api-call.ts';
import { type DashboardRoute, readDashboardRoute } from './dashboard-route.ts';
import { type DashboardSources, dataAnswer } from './data-answer.ts';
import { pageDocument, pageHeaders } from './page-document.ts';
import { pageStyle } from './style/page-style.ts';

/**
 * The dashboard of a host.
 *
 * Its files are the same for everybody and tell nothing of the hub, so they are served without a key: the page asks for
 * one. Its data is answered apart, to be guarded as the HTTP API is.
 */
export class Dashboard {
  readonly #sources: DashboardSources;
  readonly #scripts = new PageScripts();

  constructor(sources: DashboardSources) {
    this.#sources = sources;
  }

  /** Answers a request for a file of the page; `undefined` for any other. */
  async answerFile(call: ApiCall): Promise<ApiAnswer | undefined> {
    const route = readDashboardRoute(call.url.pathname);
    if (route === undefined || route.kind === 'data') return undefined;
    return isReading(call) ? this.#file(route) : notAllowed;
  }

  /** Answers a request for data; `undefined` for any other. */
  answerData(call: ApiCall): ApiAnswer | undefined {
    const route = readDashboardRoute(call.url.pathname);
    if (route?.kind !== 'data') return undefined;
    return isReading(call) ? dataAnswer(route.name, call, this.#sources) : notAllowed;
  }

  async #file(route: Exclude<DashboardRoute, { kind: 'data' }>): Promise<ApiAnswer> {
    switch (route.kind) {
      case 'redirect':
        return { status: 308, headers: { ...pageHeaders, location: 'dashboard/' } };
      case 'page':
        return file('text/html', pageDocument(scriptExtension));
      case 'style':
        return file('text/css', pageStyle);
      case 'script': {
        const code = await this.#scripts.load(`${route.folder}/${route.file}`);
        return code === undefined ? emptyAnswer(404) : file('text/javascript', code);
      }
      case 'unknown':
        return emptyAnswer(404);
    }
  }
}

const notAllowed: ApiAnswer = { status: 405, headers: { allow: 'GET, HEAD' } };

function isReading({ method }: ApiCall): boolean {
  return method === 'GET' || method === 'HEAD';
}

function file(mediaType: string, body: string): ApiAnswer {
  return { status: 200, headers: { ...pageHeaders, 'content-type': `${mediaType}; charset=utf-8` }, body };
}
