import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

export interface NewEvent {
  readonly id: string;
  readonly occurredAt: string;
  readonly kind: string;
  readonly userId?: number | undefined;
  readonly productId?: number | undefined;
  readonly sessionId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly country?: string | undefined;
  readonly data?: unknown;
}

/** Writes events with one statement; gives the ids of those that were not there yet. */
export async function saveEvents(db: DomainReader, events: readonly NewEvent[]): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const column = <Value>(value: (event: NewEvent) => Value | undefined): (Value | null)[] =>
    events.map((event) => value(event) ?? null);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO app.behavior_events (id, occurred_at, user_id, product_id, kind, session_id, device_id, country, data)
    SELECT * FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ occurredAt }) => inUtc(occurredAt))}::timestamptz[],
      ${column(({ userId }) => userId)}::int[], ${column(({ productId }) => productId)}::int[],
      ${column(({ kind }) => kind)}::text[], ${column(({ sessionId }) => sessionId)}::text[],
      ${column(({ deviceId }) => deviceId)}::text[], ${column(({ country }) => country)}::text[],
      ${column(({ data }) => (data === undefined ? undefined : JSON.stringify(data)))}::jsonb[])
    ON CONFLICT DO NOTHING RETURNING id`.execute(db);
  return rows.map(({ id }) => id);
}

/** PostgreSQL knows fewer offsets than JavaScript; most events come in UTC. */
function inUtc(instant: string): string {
  return instant.endsWith('Z') ? instant : new Date(instant).toISOString();
}
