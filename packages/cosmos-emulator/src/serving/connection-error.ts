/** How a connection failed, as Node names it. */
export type ConnectionErrorCode = 'ECONNREFUSED' | 'ECONNRESET' | 'ENOTFOUND';

/** The error that a client of Node gets when a connection fails, so that clients classify it as they do in earnest. */
export function connectionError(code: ConnectionErrorCode, host: string): Error {
  return Object.assign(new Error(messages[code](host)), { code, syscall: syscalls[code] });
}

const messages: Readonly<Record<ConnectionErrorCode, (host: string) => string>> = {
  ECONNREFUSED: (host) => `connect ECONNREFUSED ${host}`,
  ECONNRESET: () => 'read ECONNRESET',
  ENOTFOUND: (host) => `getaddrinfo ENOTFOUND ${host}`,
};

const syscalls: Readonly<Record<ConnectionErrorCode, string>> = {
  ECONNREFUSED: 'connect',
  ECONNRESET: 'read',
  ENOTFOUND: 'getaddrinfo',
};
