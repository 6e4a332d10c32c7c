/**
 * The rank of a waiting job as SQL: the lowest comes first. One point of priority is worth a minute of waiting, so that
 * a job of priority −100 stands behind new jobs of priority 100 for 200 minutes and no longer. As all jobs age alike
 * their order never changes, which is why the rank can be stored and indexed.
 */
export function turnRank(since: string, priority: string): string {
  return `${since} - ${priority} * interval '1 minute'`;
}
