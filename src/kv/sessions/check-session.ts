import type { SessionData } from './session.ts';
import { InvalidSessionError } from './session-errors.ts';

const MAX_DATA_BYTES = 4_096;
const MAX_TTL_MS = 31_536_000_000;

/** The JSON of a session's data. @throws InvalidSessionError when it is no JSON, or over 4 KiB of it */
export function sessionDataText(data: SessionData): string {
  const text = toText(data);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_DATA_BYTES) return text;
  throw new InvalidSessionError(
    `The data of a session takes ${bytes} bytes as JSON, and at most ${MAX_DATA_BYTES} are kept: keep the rest in a table, and its id here.`,
  );
}

/** @throws InvalidSessionError unless the session would live between a second and a year */
export function checkSessionTtl(ttlMs: number): number {
  if (Number.isInteger(ttlMs) && ttlMs >= 1_000 && ttlMs <= MAX_TTL_MS) return ttlMs;
  throw new InvalidSessionError(
    `A session was to live ${ttlMs} ms after its last use: expected whole milliseconds between 1,000 and ${MAX_TTL_MS}.`,
  );
}

/** A NUL, which PostgreSQL cannot store, is refused here with words. */
export function checkSessionText(what: string, text: string, maxLength = 200): string {
  if (text.length <= maxLength && !text.includes('\0')) return text;
  throw new InvalidSessionError(
    `The ${what} of a session was given with ${text.length} characters: expected at most ${maxLength}, and no NUL.`,
  );
}

function toText(data: SessionData): string {
  try {
    const text: unknown = JSON.stringify(data);
    if (typeof text === 'string' && text.startsWith('{') && !text.includes('\\u0000')) return text;
  } catch {
    // A cycle or a bigint; the sentence below fits them too.
  }
  throw new InvalidSessionError(
    'The data of a session was not a JSON object without NUL characters: expected one.',
  );
}
