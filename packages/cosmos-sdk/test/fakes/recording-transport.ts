import type { Transport, TransportRequest } from '@perdura/cosmos-driver';

/** A transport that notes what is sent through it. */
export interface RecordingTransport extends Transport {
  /** Every request, in the order in which they were sent. */
  readonly requests: TransportRequest[];
  /** Whether somebody has closed it. */
  isClosed(): boolean;
}

/** Notes what is sent through another transport, whose `close` it never calls. */
export function recordingTransport(inner: Transport): RecordingTransport {
  const requests: TransportRequest[] = [];
  let closed = false;
  return {
    requests,
    isClosed: () => closed,
    send(request) {
      requests.push(request);
      return inner.send(request);
    },
    async close() {
      closed = true;
    },
  };
}
