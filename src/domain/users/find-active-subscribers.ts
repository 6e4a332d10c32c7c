import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

/** Users with a paid subscription who were seen, looked at something or worked on their tasks since then, by id. */
export async function findActiveSubscribers(reader: DomainReader, since: Date): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM app.users WHERE tier <> 'basic' AND (
      last_active_at >= ${since}
      OR id IN (SELECT user_id FROM app.behavior_events WHERE occurred_at >= ${since})
      OR EXISTS (SELECT FROM app.tasks WHERE owner_id = users.id AND created_at >= ${since})
      OR EXISTS (SELECT FROM app.tasks WHERE owner_id = users.id AND completed_at >= ${since})
    ) ORDER BY id`.execute(reader);
  return rows.map(({ id }) => id);
}
