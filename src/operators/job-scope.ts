/** Names of jobs, or beginnings of them that end in `*`, like `email.*`; `*` alone is every job. */
export type JobScope = readonly string[];

/** Whether a job is within the scope. */
export function isInScope(scope: JobScope, jobName: string): boolean {
  return scope.some((each) =>
    each.endsWith('*') ? jobName.startsWith(each.slice(0, -1)) : each === jobName,
  );
}
