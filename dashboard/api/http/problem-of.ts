import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Problem } from '../../../src/kv/http/answer-problem.ts';
import { NightshiftError } from '../../../src/nightshift-error.ts';
import { EnqueueUnconfirmedError } from '../../../src/producer/producer-errors.ts';
import type { Log } from '../../../src/telemetry/log.ts';
import { redactSecrets } from '../../../src/telemetry/redact-secrets.ts';
import { ApiError } from './api-error.ts';
import { problemsAt } from './problems-at.ts';

export interface ProblemReply {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** The problem details (RFC 9457) for an error: its own words where they are meant for callers, else only that the log says more. */
export function problemOf(error: unknown, log: Log): ProblemReply {
  if (error instanceof ApiError) return reply(error.statusCode, error.message, error.more, error.headers);
  if (error instanceof NightshiftError) return replyTo(error, log);
  const status = statusIn(error);
  if (status !== undefined)
    return reply(status, BODY_PROBLEMS[status] ?? 'The request cannot be understood.');
  return unforeseen(error, log);
}

const RETRY_AFTER_S = 5;
const AWAY =
  'A server that this needs does not answer. Nothing is lost: ask again in some seconds, with the same Idempotency-Key where one was given.';

/** What is told to callers by the code of the error; the codes of other errors are our own faults. */
const STATUSES: Readonly<Record<string, number>> = {
  INVALID_PAYLOAD: 422,
  NOT_JSON: 422,
  PAYLOAD_TOO_LARGE: 413,
  INVALID_ENQUEUE_OPTIONS: 422,
  NOT_RECORDED: 422,
  INVALID_SESSION: 422,
  INVALID_WRITE: 422,
  WRONG_OPERATOR: 422,
  NOT_FOUND: 404,
  NOT_ALLOWED: 403,
  FEATURE_UNAVAILABLE: 403,
  TAKEN: 409,
  LEDGER_UNAVAILABLE: 503,
  BROKER_UNAVAILABLE: 503,
  ENQUEUE_UNCONFIRMED: 503,
  KV_UNAVAILABLE: 503,
};

function replyTo(error: NightshiftError, log: Log): ProblemReply {
  const status = STATUSES[error.code];
  if (status === undefined) return unforeseen(error, log);
  if (status === 503) {
    const id = error instanceof EnqueueUnconfirmedError ? { id: error.id } : {};
    return reply(503, AWAY, { code: error.code, ...id });
  }
  return reply(status, redactSecrets(error.message), { code: error.code });
}

/** What express' own parts refuse. */
const BODY_PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The body is not JSON, or not all of it came.',
  413: 'The body is larger than this takes.',
  415: 'The body comes in an encoding or a character set that this does not take: send JSON in UTF-8.',
};

function statusIn(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return undefined;
  return error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : undefined;
}

function unforeseen(error: unknown, log: Log): ProblemReply {
  log.error('The API could not answer', { error });
  return reply(500, 'This could not be done; the log of the dashboard process says why.');
}

function reply(
  status: number,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): ProblemReply {
  return {
    problem: { status, title: STATUS_CODES[status] ?? 'Error', detail, ...more },
    headers: status === 503 ? { 'Retry-After': String(RETRY_AFTER_S), ...headers } : headers,
  };
}

/** A part of the request that its schema refuses. @throws ApiError 422 for bodies, 400 for the rest */
export function refuseMisfit(what: 'body' | 'query' | 'path' | 'headers', error: z.ZodError): never {
  const status = what === 'body' ? 422 : 400;
  throw new ApiError(status, `The ${what} does not fit: ${z.prettifyError(error).replaceAll('\n', ' ')}`, {
    more: { errors: problemsAt(error) },
  });
}
