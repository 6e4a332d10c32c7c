import { defineRoutine } from '../../db/routine.ts';
import { jsonText } from '../json-text.ts';
import type { BeatAnswer, WorkerBeat } from '../ledger.ts';
import type { Session } from '../session.ts';

/** Renews a worker's lease and its line in the registry, and answers with what it must know. */
export async function beat(
  session: Session,
  { worker, leaseMs, running, stats }: WorkerBeat,
): Promise<BeatAnswer> {
  const [answer] = await BEAT.call(session, [
    jsonText({ ...worker, leaseMs }),
    worker.queues,
    jsonText(stats),
    JSON.stringify(running),
  ]);
  return answer ?? { pausedQueues: [], claimFirst: [], cancelAsked: [], lost: [] };
}

// A presumed claim may not be written yet, so a waiting row with one run less is not lost; and jobs of unrecorded
// queues have no row at all.
export const BEAT = defineRoutine<BeatAnswer>({
  name: 'beat',
  takes: ['json', 'text[]', 'jsonb', 'json'],
  returns: '"pausedQueues" text[], "claimFirst" text[], "cancelAsked" text[], lost text[]',
  body: `
WITH told AS (
  SELECT * FROM json_to_record($1) AS w(id uuid, "group" text, host text, pid integer, version text,
    concurrency integer, "httpPort" integer, "leaseMs" float8)
), kept AS (
  INSERT INTO nightshift.workers AS w (id, worker_group, host, pid, version, queues, concurrency, http_port,
    lease_until, running, stats)
  SELECT id, "group", host, pid, version, $2, concurrency, "httpPort", now() + "leaseMs" * interval '1 ms',
    ARRAY(SELECT f.id FROM json_to_recordset($4) AS f(id uuid)), $3
  FROM told
  ON CONFLICT (id) DO UPDATE SET beat_at = now(), lease_until = excluded.lease_until, running = excluded.running,
    stats = excluded.stats, queues = excluded.queues, concurrency = excluded.concurrency,
    http_port = excluded.http_port, left_at = NULL,
    suspected_at = NULL, is_settled = false
), news AS (
  SELECT j.id, j.state = 'active' AND j.run = f.run AND j.publication = f.publication AND j.cancel_asked IS NOT NULL
      AS is_cancelled,
    j.publication <> f.publication OR j.run > f.run OR j.state NOT IN ('waiting', 'active')
      OR j.run = f.run AND j.state <> 'active' AS is_lost
  FROM json_to_recordset($4) AS f(id uuid, publication integer, run integer)
  JOIN nightshift.jobs AS j ON j.id = f.id
)
SELECT
  ARRAY(SELECT queue FROM nightshift.queue_pauses WHERE queue = ANY($2)) ,
  ARRAY(SELECT queue FROM nightshift.queue_cancellations
    WHERE queue = ANY($2) AND last_at > now() - interval '2 hours') ,
  ARRAY(SELECT id::text FROM news WHERE is_cancelled) ,
  ARRAY(SELECT id::text FROM news WHERE is_lost)`,
});
