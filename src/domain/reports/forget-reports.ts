import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { ReportFile } from './reports-table.ts';

const PAGE = 200;

/**
 * Deletes reports older than `days`. Their files go first: whoever dies in between leaves a row, which the next one finds, and
 * no file that nobody knows of.
 */
export async function forgetReports(
  database: Database,
  { days, removeFile }: { readonly days: number; readonly removeFile: (key: string) => Promise<void> },
  signal?: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    signal?.throwIfAborted();
    const old = await rowsOf<{ id: number; files: readonly ReportFile[] }>(
      database,
      `SELECT id, files FROM app.reports WHERE created_at < now() - $1::int * interval '1 day' ORDER BY id LIMIT ${PAGE}`,
      [days],
    );
    for (const { files } of old) for (const { key } of files) await removeFile(key);
    await database.query('DELETE FROM app.reports WHERE id = ANY($1::int[])', [old.map(({ id }) => id)]);
    deleted += old.length;
    if (old.length < PAGE) return deleted;
  }
}
