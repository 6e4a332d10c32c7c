/** What a waiting job waits for: a time, the jobs before it in a chain or group, or just its turn to run. */
export type WaitFor = 'time' | 'parents' | 'turn';

/**
 * Whether the outbox row `o` waits for a time. What is due within two seconds counts as due: a new job stays in the
 * outbox as long while its producer publishes it.
 */
export const IS_LATER = "o.due_at > now() + interval '2 s' AND o.due_at < 'infinity'";

/** Whether the job `j` with its outbox row `o`, if it has one, waits for that. */
export const WAITS_FOR: Readonly<Record<WaitFor, string>> = {
  time: `j.state = 'waiting' AND j.pending_parents = 0 AND ${IS_LATER}`,
  parents: "j.state = 'waiting' AND j.pending_parents > 0",
  turn: `j.state = 'waiting' AND j.pending_parents = 0 AND (${IS_LATER}) IS NOT TRUE`,
};

/** The same as a value; NULL for jobs that do not wait. */
export const WAIT_FOR = `CASE WHEN j.state <> 'waiting' THEN NULL WHEN j.pending_parents > 0 THEN 'parents'
  WHEN ${IS_LATER} THEN 'time' ELSE 'turn' END`;
