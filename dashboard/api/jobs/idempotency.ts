import { createHash } from 'node:crypto';
import type { Database } from '../../../src/db/database.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { newJobId } from '../../../src/job/job-id.ts';
import { LedgerUnavailableError } from '../../../src/ledger/ledger-errors.ts';
import { ApiError } from '../http/api-error.ts';

export interface IdempotentRequest {
  /** As the header has it; undefined for none. */
  readonly key: string | undefined;
  /** Keys of different callers have nothing to do with each other. */
  readonly caller: string;
  /** What the key is given for: the route and its body. */
  readonly request: unknown;
  /** How many jobs it asks for. */
  readonly jobs: number;
}

/**
 * Does `work` with ids for its jobs, and under one `Idempotency-Key` once in a day: a repetition gets the same answer.
 * One that comes before there is an answer works with the same ids, so that each job is there once.
 *
 * @throws ApiError 400 for a malformed key, 422 for a key of another request (draft-ietf-httpapi-idempotency-key-header)
 */
export async function once<Answer>(
  database: Database,
  { key: given, caller, request, jobs }: IdempotentRequest,
  work: (ids: readonly string[]) => Promise<Answer>,
): Promise<Answer> {
  const ids = Array.from({ length: jobs }, () => newJobId());
  if (given === undefined) return work(ids);
  const key = keyIn(given);
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  const [kept] = await rowsOf<KeptKey<Answer>>(database, TAKE, [caller, key, fingerprint, ids]);
  if (!kept) throw new Error('INSERT returned no row.');
  if (kept.fingerprint !== fingerprint)
    throw new ApiError(
      422,
      'This Idempotency-Key was given with another request before: take a new key for each.',
    );
  if (kept.answer !== null) return kept.answer;
  const answer = await work(kept.ids);
  await database.query(KEEP, [caller, key, JSON.stringify(answer)]).catch(passIfAway);
  return answer;
}

interface KeptKey<Answer> {
  readonly fingerprint: string;
  readonly ids: readonly string[];
  /** What `work` gave for the same request, as JSON has it. */
  readonly answer: Answer | null;
}

/** A string of RFC 8941 in quotes, as the draft wants it, or the bare word that most clients send. */
const KEY = /^(?:"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\w.:+/=-]{1,255}))$/;

function keyIn(given: string): string {
  const [, quoted, bare] = KEY.exec(given) ?? [];
  const key = quoted ?? bare;
  if (key === undefined)
    throw new ApiError(
      400,
      'The Idempotency-Key is not one: expected 1 to 255 characters, like a UUID in quotes.',
    );
  return key;
}

/** The jobs are there; whoever asks again enqueues the same ones. */
function passIfAway(error: unknown): void {
  if (!(error instanceof LedgerUnavailableError)) throw error;
}

// What is over is as if it were not there.
const TAKE = `
INSERT INTO nightshift.idempotency_keys AS k (caller, key, fingerprint, ids, expires_at)
VALUES ($1, $2, $3, $4::uuid[], now() + interval '1 day')
ON CONFLICT (caller, key) DO UPDATE SET
  fingerprint = CASE WHEN k.expires_at <= now() THEN excluded.fingerprint ELSE k.fingerprint END,
  ids = CASE WHEN k.expires_at <= now() THEN excluded.ids ELSE k.ids END,
  answer = CASE WHEN k.expires_at <= now() THEN NULL ELSE k.answer END,
  expires_at = CASE WHEN k.expires_at <= now() THEN excluded.expires_at ELSE k.expires_at END
RETURNING fingerprint, ids, answer`;

const KEEP = 'UPDATE nightshift.idempotency_keys SET answer = $3::json WHERE caller = $1 AND key = $2';
