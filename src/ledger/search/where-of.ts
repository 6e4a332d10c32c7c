import type { JobQuery } from './job-query.ts';
import { WAITS_FOR } from './wait-for.ts';

/** Conditions on the job `j` and its outbox row `o`, joined by AND, and their values from $1 on. */
export interface Where {
  readonly text: string;
  readonly values: unknown[];
}

/** States whose jobs stand in the small index of those that ended otherwise than completed. */
const CLOSED = ['cancelled', 'expired', 'failed', 'discarded'];

/** `queue`: the column that says which queue a job is in. */
export function whereOf(query: JobQuery, queue = 'j.queue'): Where {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    parts.push(condition(`$${values.length}`));
  };
  // An index gives its order for one value, and not for a list of one.
  const addOneOf = (list: readonly string[] | undefined, column: string): void => {
    if (list?.length === 1) add(list[0], (at) => `${column} = ${at}`);
    else add(list, (at) => `${column} = ANY(${at}::text[])`);
  };
  add(query.ids, (at) => `j.id = ANY(${at}::uuid[])`);
  addOneOf(query.names, 'j.name');
  addOneOf(query.queues, queue);
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
  if (query.waitFor !== undefined) parts.push(WAITS_FOR[query.waitFor]);
  if (query.states && areClosed(query.states)) addOneOf(query.states, 'j.closed_as');
  else add(query.states, stateCondition);
  return { text: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values };
}

function areClosed(states: readonly string[]): boolean {
  return states.length > 0 && states.every((state) => CLOSED.includes(state));
}

/** `published` is a waiting job that a broker holds. */
function stateCondition(at: string): string {
  const inOutbox = 'EXISTS (SELECT FROM nightshift.outbox AS b WHERE b.id = j.id)';
  return `(j.state = ANY(${at}::text[]) AND (j.state <> 'waiting' OR ${inOutbox})
    OR 'published' = ANY(${at}::text[]) AND j.state = 'waiting' AND NOT ${inOutbox})`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
