import { sql } from 'kysely';
import type { Domain } from '../domain.ts';
import type { Writing } from '../writing.ts';
import type { ReportFile } from './reports-table.ts';

const PAGE = 200;

/**
 * Deletes reports older than `days`. Their files go first: whoever dies in between leaves a row, which the next one finds, and
 * no file that nobody knows of.
 */
export async function forgetReports(
  domain: Domain,
  { days, removeFile }: { readonly days: number; readonly removeFile: (key: string) => Promise<void> },
  signal?: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    signal?.throwIfAborted();
    const old = await findOld(domain, days);
    for (const { files } of old) for (const { key } of files) await removeFile(key);
    await domain.write((writing) => deleteRows(writing, old));
    deleted += old.length;
    if (old.length < PAGE) return deleted;
  }
}

interface OldReport {
  readonly id: number;
  readonly sellerId: number | null;
  readonly files: readonly ReportFile[];
}

function findOld({ reader }: Domain, days: number): Promise<readonly OldReport[]> {
  return reader
    .selectFrom('reports')
    .select(['id', 'seller_id as sellerId', 'files'])
    .where('created_at', '<', sql<Date>`now() - ${days}::int * interval '1 day'`)
    .orderBy('id')
    .limit(PAGE)
    .execute();
}

async function deleteRows(writing: Writing, old: readonly OldReport[]): Promise<void> {
  if (old.length === 0) return;
  const ids = old.map(({ id }) => id);
  await writing.trx.deleteFrom('reports').where('id', 'in', ids).execute();
  for (const { id, sellerId } of old) writing.changed({ kind: 'report-forgotten', reportId: id, sellerId });
}
