import type { JobQuery } from './job-query.ts';

/** Conditions on the job `j`, joined by AND, and their values from $1 on. */
export interface Where {
  readonly text: string;
  readonly values: unknown[];
}

/** States whose jobs stand in the small index of those that ended otherwise than completed. */
const CLOSED = ['cancelled', 'expired', 'failed', 'discarded'];

export function whereOf(query: JobQuery): Where {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    parts.push(condition(`$${values.length}`));
  };
  add(query.ids, (at) => `j.id = ANY(${at}::uuid[])`);
  add(query.names, (at) => `j.name = ANY(${at}::text[])`);
  add(query.queues, (at) => `j.queue = ANY(${at}::text[])`);
  add(query.tenant, (at) => `j.tenant = ${at}`);
  add(query.tags, (at) => `j.tags @> ${at}::text[] AND j.tags <> '{}'`);
  add(
    query.error === undefined ? undefined : `%${escapeLike(query.error)}%`,
    (at) => `j.error_text ILIKE ${at}`,
  );
  add(query.fingerprint, (at) => `j.fingerprint = ${at}`);
  add(query.reason, (at) => `j.reason = ${at}`);
  add(query.groupId, (at) => `j.group_id = ${at}`);
  add(query.schedule, (at) => `j.schedule = ${at}`);
  add(query.since, (at) => `j.created_at >= ${at}`);
  add(query.until, (at) => `j.created_at < ${at}`);
  add(query.states, (at) => stateCondition(query.states ?? [], at));
  return { text: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values };
}

/** `published` is a waiting job that a broker holds. */
function stateCondition(states: readonly string[], at: string): string {
  const isClosed = states.length > 0 && states.every((state) => CLOSED.includes(state));
  if (isClosed) return `j.closed_as = ANY(${at}::text[])`;
  const inOutbox = 'EXISTS (SELECT FROM nightshift.outbox AS b WHERE b.id = j.id)';
  return `(j.state = ANY(${at}::text[]) AND (j.state <> 'waiting' OR ${inOutbox})
    OR 'published' = ANY(${at}::text[]) AND j.state = 'waiting' AND NOT ${inOutbox})`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
