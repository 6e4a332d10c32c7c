import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';
import type { JobQuery } from './job-query.ts';
import { whereOf } from './where-of.ts';

/** Failed jobs of one name that the same thing broke. */
export interface FailureGroup {
  readonly name: string;
  readonly fingerprint: string | null;
  readonly reason: string | null;
  readonly jobs: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The error of the newest. */
  readonly error: string | null;
}

/** What a query finds among the failed jobs, by name and fingerprint, the most frequent first; at most `most` groups. */
export function failureGroups(
  session: Session,
  query: JobQuery,
  most: number,
): Promise<readonly FailureGroup[]> {
  const { text, values } = whereOf({ ...query, states: ['failed'] });
  return rowsOf<FailureGroup>(
    session,
    `SELECT j.name, j.fingerprint, j.reason, count(*)::integer AS jobs, min(j.ended_at) AS "firstAt", max(j.ended_at) AS "lastAt",
       (array_agg(j.error ->> 'message' ORDER BY j.ended_at DESC))[1] AS error
     FROM nightshift.jobs AS j LEFT JOIN nightshift.outbox AS o ON o.id = j.id WHERE ${text}
     GROUP BY j.name, j.fingerprint, j.reason ORDER BY jobs DESC, "lastAt" DESC LIMIT ${Math.floor(most)}`,
    values,
  );
}
