import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { type FoundJob, JOB_COLUMNS, type JobRow, toFoundJob } from './found-job.ts';
import type { JobQuery, Page } from './job-query.ts';
import { sourceOf } from './source-of.ts';
import { whereOf } from './where-of.ts';

const MAX_LIMIT = 1_000;

export interface FoundPage {
  readonly jobs: readonly FoundJob[];
  /** For the next page; `undefined` when this is the last. */
  readonly next: string | undefined;
}

/**
 * Finds jobs, newest first. Pages are by key, so that jobs which come meanwhile shift nothing. Throws
 * {@link InvalidCursorError}.
 */
export async function findJobs(session: Session, query: JobQuery, page: Page = {}): Promise<FoundPage> {
  const limit = Math.min(Math.max(1, Math.floor(page.limit ?? 50)), MAX_LIMIT);
  const source = sourceOf(query);
  const { text, values } = whereOf(query, source.queue);
  const conditions = [text];
  if (page.after !== undefined) {
    const { createdAt, id } = readCursor(page.after);
    values.push(createdAt, id);
    conditions.push(source.beyond(values.length - 1));
  }
  const rows = await rowsOf<JobRow & { readonly created_text: string }>(
    session,
    `SELECT ${JOB_COLUMNS}, j.created_at::text AS created_text
     FROM ${source.from} LEFT JOIN nightshift.outbox AS o ON o.id = j.id
     WHERE ${conditions.join(' AND ')} ORDER BY ${source.order}
     LIMIT ${limit + 1} OFFSET ${Math.max(0, Math.floor(page.offset ?? 0))}`,
    values,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    jobs: rows.slice(0, limit).map(toFoundJob),
    next: last && writeCursor({ createdAt: last.created_text, id: last.id }),
  };
}

/** How many jobs a query finds; counts no further than `most`. */
export async function countFound(session: Session, query: JobQuery, most: number): Promise<number> {
  const source = sourceOf(query);
  const { text, values } = whereOf(query, source.queue);
  const [row] = await rowsOf<{ count: number }>(
    session,
    `SELECT count(*)::integer AS count FROM (
       SELECT FROM ${source.from} LEFT JOIN nightshift.outbox AS o ON o.id = j.id WHERE ${text} LIMIT ${Math.floor(most)}) AS found`,
    values,
  );
  return row?.count ?? 0;
}

/** The ids of everything that a query finds, the oldest first, but no more than `most`. */
export async function findIds(session: Session, query: JobQuery, most: number): Promise<readonly string[]> {
  const source = sourceOf(query);
  const { text, values } = whereOf(query, source.queue);
  const rows = await rowsOf<{ id: string }>(
    session,
    `SELECT j.id FROM ${source.from} LEFT JOIN nightshift.outbox AS o ON o.id = j.id WHERE ${text}
     ORDER BY j.id LIMIT ${Math.floor(most)}`,
    values,
  );
  return rows.map(({ id }) => id);
}
