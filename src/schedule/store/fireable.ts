/** `$1` is the time in milliseconds since the epoch, when it is not to be the database's. */
export const WITH_CLOCK = `WITH clock AS MATERIALIZED (SELECT coalesce(to_timestamp($1::float8 / 1000), clock_timestamp()) AS now)`;

/**
 * A schedule with a due time that has come, and not held back for a job that still runs. Written so that the planner can
 * go by the index of due schedules and look up single jobs, however many schedules are idle and however many jobs there
 * are: the time is a subquery of its own, and the job's state one that cannot be made a join.
 */
export const IS_FIREABLE = `next_due_at <= (SELECT now FROM clock) AND paused_at IS NULL AND removed_at IS NULL
  AND (waits_for IS NULL OR coalesce((SELECT j.state FROM nightshift.jobs j WHERE j.id = waits_for), '')
    NOT IN ('waiting', 'active'))`;
