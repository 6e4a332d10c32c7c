/** The tables that are partitioned by week of the job's id. `storage`: completing a job is a HOT update, which needs room on the page. */
export const PARTITIONED = [
  { name: 'jobs', key: 'id', storage: 'WITH (fillfactor = 50)' },
  { name: 'attempts', key: 'job_id', storage: '' },
  { name: 'steps', key: 'job_id', storage: '' },
] as const;
