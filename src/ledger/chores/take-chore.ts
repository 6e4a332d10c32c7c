import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';

/** Whether this process is to do a chore now: of many that ask, one in each period of `everyMs` milliseconds. */
export async function takeChore(session: Session, name: string, everyMs: number): Promise<boolean> {
  const rows = await rowsOf(
    session,
    `INSERT INTO nightshift.chores AS c (name) VALUES ($1)
     ON CONFLICT (name) DO UPDATE SET taken_at = now() WHERE c.taken_at <= now() - $2::float8 * interval '1 ms'
     RETURNING name`,
    [name, everyMs],
  );
  return rows.length > 0;
}
