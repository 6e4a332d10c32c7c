import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';
import { type FoundJob, JOB_COLUMNS, type JobRow, toFoundJob } from './found-job.ts';
import type { JobQuery, Page } from './job-query.ts';
import { whereOf } from './where-of.ts';

const MAX_LIMIT = 1_000;

export interface FoundPage {
  readonly jobs: readonly FoundJob[];
  /** For the next page; `undefined` when this is the last. */
  readonly next: string | undefined;
}

/** Finds jobs, newest first. Pages are by key, so that jobs which come meanwhile shift nothing. */
export async function findJobs(session: Session, query: JobQuery, page: Page = {}): Promise<FoundPage> {
  const limit = Math.min(page.limit ?? 50, MAX_LIMIT);
  const { text, values } = whereOf(query);
  const after = page.after === undefined ? undefined : readCursor(page.after);
  if (after) values.push(after.createdAt, after.id);
  const beyond = after
    ? `AND (j.created_at, j.id) < ($${values.length - 1}::timestamptz, $${values.length}::uuid)`
    : '';
  const rows = await rowsOf<JobRow & { readonly cursor: string }>(
    session,
    `SELECT ${JOB_COLUMNS}, j.created_at::text || ' ' || j.id AS cursor FROM nightshift.jobs AS j LEFT JOIN nightshift.outbox AS o ON o.id = j.id
     WHERE ${text} ${beyond} ORDER BY j.created_at DESC, j.id DESC
     LIMIT ${limit + 1} OFFSET ${Math.max(0, Math.floor(page.offset ?? 0))}`,
    values,
  );
  const jobs = rows.slice(0, limit).map(toFoundJob);
  return { jobs, next: rows.length > limit ? rows[limit - 1]?.cursor : undefined };
}

function readCursor(text: string): { readonly createdAt: string; readonly id: string } {
  const at = text.lastIndexOf(' ');
  return { createdAt: text.slice(0, at), id: text.slice(at + 1) };
}
