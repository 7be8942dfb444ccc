import type { Transport, TransportRequest, TransportResponse } from '../../src/effects/transport.ts';

/** What the transport does with a request: answer, fail, or never answer. */
export type Step =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | { readonly error: unknown }
  | 'hang';

/** A transport that follows a script, and tells what it was sent. */
export interface ScriptedTransport extends Transport {
  /** All requests except reads of the account, reads of partition key ranges, and probes, in order. */
  readonly requests: readonly TransportRequest[];
  /** Reads of the account, in order. */
  readonly accountReads: readonly TransportRequest[];
  /** Reads of partition key ranges, in order. Every container has one partition, `0`. */
  readonly rangeReads: readonly TransportRequest[];
  /** Probes of endpoints, in order. */
  readonly probes: readonly TransportRequest[];
  /** Adds steps for reads of partition key ranges to come. */
  ranges(...steps: readonly Step[]): void;
  /** Adds steps for the requests to come. */
  next(...steps: readonly Step[]): void;
  /** Changes what reads of the account answer. */
  account(step: Step): void;
  /** Changes what reads of the account answer, by the host asked. */
  accountAt(step: (host: string) => Step): void;
  /** Changes what probes are answered. (default: 200) */
  probe(step: Step): void;
  closed: boolean;
}

export function scriptedTransport(accountStep: Step): ScriptedTransport {
  const requests: TransportRequest[] = [];
  const accountReads: TransportRequest[] = [];
  const probes: TransportRequest[] = [];
  const rangeReads: TransportRequest[] = [];
  const rangeSteps: Step[] = [];
  const steps: Step[] = [];
  let probe: Step = { status: 200 };
  let account = (_host: string): Step => accountStep;
  return {
    requests,
    accountReads,
    probes,
    rangeReads,
    closed: false,
    ranges: (...more) => void rangeSteps.push(...more),
    next: (...more) => void steps.push(...more),
    account: (step) => {
      account = () => step;
    },
    accountAt: (step) => {
      account = step;
    },
    probe: (step) => {
      probe = step;
    },
    send(request) {
      const { host, pathname } = new URL(request.url);
      if (pathname === '/probe') {
        probes.push(request);
        return play(probe, request);
      }
      if (pathname.endsWith('/pkranges')) {
        rangeReads.push(request);
        const isFirst = request.headers['if-none-match'] === undefined;
        return play(rangeSteps.shift() ?? (isFirst ? onePartition : noNewPartition), request);
      }
      const isAccountRead = pathname === '/';
      (isAccountRead ? accountReads : requests).push(request);
      const step = isAccountRead ? account(host) : steps.shift();
      if (step === undefined) return Promise.reject(new Error(`The script has no step for ${request.url}.`));
      return play(step, request);
    },
    async close() {
      this.closed = true;
    },
  };
}

const onePartition: Step = {
  status: 200,
  headers: { etag: '"1"' },
  body: { PartitionKeyRanges: [{ id: '0', minInclusive: '', maxExclusive: 'FF' }] },
};
const noNewPartition: Step = { status: 304, headers: { etag: '"1"' } };

function play(step: Step, { signal }: TransportRequest): Promise<TransportResponse> {
  if (step === 'hang') {
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  }
  if ('error' in step) return Promise.reject(step.error);
  const { status, headers = {}, body } = step;
  return Promise.resolve({
    status,
    headers,
    body: body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body)),
  });
}
