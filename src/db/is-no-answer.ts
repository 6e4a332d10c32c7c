const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/**
 * SQLSTATEs (appendix A of PostgreSQL's manual) with which a server says that it cannot serve for the moment: class
 * 08 connection, 53 resources (disk full, too many connections), 58 system; shutting down or starting up, cancelled
 * by a time-out, and read-only after a failover.
 */
const SQLSTATE = /^(?:08...|53...|58...|57P0[1-5]|57014|25006)$/;

/** `pg` gives these no code of their own. */
const MESSAGE =
  /^(?:Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed)/;

/** Whether an error of `pg` means that PostgreSQL did not answer, so that nothing is known about what was asked. */
export function isNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return SOCKET_CODES.has(code) || SQLSTATE.test(code) || MESSAGE.test(error.message);
}
