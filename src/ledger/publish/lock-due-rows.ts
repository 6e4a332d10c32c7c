import { defineRoutine } from '../../db/routine.ts';
import type { Json } from '../../job/json.ts';
import type { Session } from '../session.ts';

/** A locked outbox row with what its message needs. `drop`: its job has moved on; `enlist`: it must wait for its turn. */
export interface DueRow {
  readonly id: string;
  readonly publication: number;
  readonly queue: string;
  readonly name: string;
  readonly version: number;
  readonly payload: Json;
  readonly trace: string | null;
  readonly expires_at: Date | null;
  readonly is_repeat: boolean;
  readonly is_active: boolean;
  readonly verdict: 'publish' | 'drop' | 'expire' | 'enlist';
}

/** Locks up to `limit` due rows of a queue that no other relay holds, the longest due first. */
export async function lockDueRows(
  session: Session,
  queue: string,
  limit: number,
): Promise<readonly DueRow[]> {
  return LOCK_DUE_ROWS.call(session, [queue, limit]);
}

// A handler may need facts that only the claim brings (tags, tenant, schedule, parents, an edited payload): such
// publications are marked as repeats, so that no worker begins without waiting for its claim. Should this process freeze, the server
// ends its transaction and with it the locks.
export const LOCK_DUE_ROWS = defineRoutine<DueRow>({
  name: 'lock_due_rows',
  takes: ['text', 'integer'],
  returns: `id uuid, publication integer, queue text, name text, version integer, payload jsonb, trace text,
    expires_at timestamptz, is_repeat boolean, is_active boolean, verdict text, timeout text`,
  body: `
WITH due AS MATERIALIZED (
  SELECT id, publication, queue, due_at, is_repeat, turn_name FROM nightshift.outbox
  WHERE queue = $1 AND due_at <= clock_timestamp() ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
)
SELECT due.id, due.publication, due.queue, j.name, j.version, j.payload, j.trace, j.expires_at,
  due.is_repeat OR j.tags <> '{}' OR j.tenant IS NOT NULL OR j.unique_key IS NOT NULL OR j.schedule IS NOT NULL
    OR j.has_parents OR j.is_edited AS is_repeat,
  coalesce(j.state = 'active', false) AS is_active,
  CASE WHEN j.id IS NULL OR j.state <> 'waiting' OR j.publication <> due.publication THEN 'drop'
    WHEN j.expires_at <= now() THEN 'expire'
    WHEN j.takes_turns AND due.turn_name IS NULL AND NOT due.is_repeat THEN 'enlist' ELSE 'publish' END AS verdict,
  set_config('idle_in_transaction_session_timeout', '10s', true)
FROM due LEFT JOIN LATERAL (SELECT * FROM nightshift.jobs WHERE jobs.id = due.id OFFSET 0) AS j ON true
ORDER BY due.due_at, due.id`,
});
