import { z } from 'zod';
import { NightshiftError } from '../../src/nightshift-error.ts';
import type { Log } from '../../src/telemetry/log.ts';
import { redactSecrets } from '../../src/telemetry/redact-secrets.ts';

export interface ErrorReply {
  readonly status: number;
  readonly message: string;
}

/** What to answer for an error: its own words when it has a status or is one of ours, else only that the log says more. */
export function errorReply(error: unknown, log: Log): ErrorReply {
  if (error instanceof NightshiftError)
    return { status: statusOf(error), message: redactSecrets(error.message) };
  if (error instanceof z.ZodError) return { status: 400, message: z.prettifyError(error) };
  const status = statusIn(error);
  if (error instanceof Error && status >= 400 && status < 500) return { status, message: error.message };
  log.error('The board could not answer', { error });
  return { status: 500, message: 'This could not be done; the log of the dashboard process says why.' };
}

function statusOf(error: NightshiftError): number {
  if (AWAY.has(error.code)) return 503;
  const status = statusIn(error);
  return status === 0 ? 400 : status;
}

const AWAY: ReadonlySet<string> = new Set([
  'LEDGER_UNAVAILABLE',
  'BROKER_UNAVAILABLE',
  'ENQUEUE_UNCONFIRMED',
]);

function statusIn(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 0;
  return typeof error.statusCode === 'number' ? error.statusCode : 0;
}
