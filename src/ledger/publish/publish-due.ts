import type { Publication } from '../../broker/broker.ts';
import type { Database } from '../../db/database.ts';
import { sessionOf } from '../../db/session-of.ts';
import { endJobs } from '../end/end-jobs.ts';
import type { DueReport, Publish } from '../ledger.ts';
import type { Session } from '../session.ts';
import { enlist } from '../turns/enlist.ts';
import { type DueRow, lockDueRows } from './lock-due-rows.ts';
import { markPublished } from './mark-published.ts';

interface Work {
  readonly queue: string;
  readonly publish: Publish;
  readonly limit: number;
}

/**
 * Publishes a batch of one queue, in one transaction that holds the rows' locks meanwhile: a job that finishes cannot
 * then be published again, since its record has to wait for its row.
 */
export async function publishDue(database: Database, work: Work): Promise<DueReport> {
  const { report, expired } = await database.transaction((trx) => publishRows(sessionOf(trx), work));
  await expire(database, expired);
  return report;
}

async function publishRows(
  session: Session,
  { queue, publish, limit }: Work,
): Promise<{ readonly report: DueReport; readonly expired: readonly string[] }> {
  const rows = await lockDueRows(session, queue, limit);
  const ready = rows.filter(({ verdict }) => verdict === 'publish');
  const errors = ready.length > 0 ? await publish(ready.map(toPublication)) : [];
  const published = ready.filter((_, index) => errors[index] === undefined);
  await markPublished(session, published);
  await drop(
    session,
    rows.filter(({ verdict }) => verdict === 'drop'),
  );
  await putBack(
    session,
    ready.filter((_, index) => errors[index] !== undefined),
  );
  await enlist(
    session,
    rows.filter(({ verdict }) => verdict === 'enlist').map(({ id }) => id),
  );
  const cause = errors.find((error) => error !== undefined);
  return {
    report: {
      taken: rows.length,
      published: published.length,
      failed: ready.length - published.length,
      ...(cause && { cause }),
    },
    expired: rows.filter(({ verdict }) => verdict === 'expire').map(({ id }) => id),
  };
}

/** A row whose job has ended, or runs already: as if it had been published in the second case. */
async function drop(session: Session, rows: readonly DueRow[]): Promise<void> {
  const [active, gone] = [
    rows.filter(({ is_active: isActive }) => isActive),
    rows.filter((row) => !row.is_active),
  ];
  await markPublished(session, active);
  if (gone.length === 0) return;
  await session.query('DELETE FROM nightshift.outbox WHERE id = ANY($1::uuid[])', [gone.map(({ id }) => id)]);
}

/** What a broker did not take steps aside for two seconds: a message that it never takes must not stop those behind it. */
async function putBack(session: Session, refused: readonly DueRow[]): Promise<void> {
  if (refused.length === 0) return;
  await session.query(
    `UPDATE nightshift.outbox SET due_at = now() + interval '2 s' WHERE id = ANY($1::uuid[])`,
    [refused.map(({ id }) => id)],
  );
}

/** After the transaction: whoever ends a job locks its row before its outbox row, and here it would be the other way round. */
async function expire(database: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await database.transaction((trx) => endJobs(sessionOf(trx), ids, { from: 'waiting', to: 'expired' }));
}

function toPublication(row: DueRow): Publication {
  return {
    id: row.id,
    publication: row.publication,
    queue: row.queue,
    name: row.name,
    payload: row.payload,
    version: row.version,
    isRepeat: row.is_repeat,
    ...(row.expires_at && { expiresAtMs: row.expires_at.getTime() }),
    ...(row.trace !== null && { trace: row.trace }),
  };
}
