import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { FireFailure } from './fire-due.ts';

/** Shows on each schedule why it could not be fired; gives those of which nobody has known. */
export async function recordFailures(
  database: Database,
  failures: readonly FireFailure[],
): Promise<readonly FireFailure[]> {
  if (failures.length === 0) return [];
  const problems = failures.map(({ name, error }) => ({
    name,
    problem: `could not be fired: ${error.message}`,
  }));
  const rows = await rowsOf<{ name: string }>(
    database,
    `UPDATE nightshift.schedules s SET problem = g.problem, problem_at = now()
     FROM json_to_recordset($1) AS g(name text, problem text)
     WHERE s.name = g.name AND s.problem IS DISTINCT FROM g.problem RETURNING s.name`,
    [JSON.stringify(problems)],
  );
  const news = new Set(rows.map(({ name }) => name));
  return failures.filter(({ name }) => news.has(name));
}
