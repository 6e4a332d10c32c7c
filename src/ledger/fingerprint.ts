import { createHash } from 'node:crypto';
import type { JobError } from '../job/outcome.ts';

const MAX_ERROR_TEXT_CHARS = 2_000;

/** What of an error can be searched for. */
export function errorText({ name, message }: JobError): string {
  return `${name}: ${message}`.slice(0, MAX_ERROR_TEXT_CHARS).toWellFormed();
}

/** The same for errors that differ only in numbers, ids and quoted values, so that they can be counted and retried together. */
export function fingerprintOf({ name, message, code }: JobError): string {
  const shape = message
    .slice(0, MAX_ERROR_TEXT_CHARS)
    .replaceAll(/"[^"]*"|'[^']*'/g, '"…"')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '#')
    .replaceAll(/\d+/g, '#');
  return createHash('sha256')
    .update(JSON.stringify([name, code, shape]))
    .digest('hex')
    .slice(0, 16);
}
