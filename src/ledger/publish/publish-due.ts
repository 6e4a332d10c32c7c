import type { Publication } from '../../broker/broker.ts';
import type { Database } from '../../db/database.ts';
import { sessionOf } from '../../db/session-of.ts';
import { endJobs } from '../end/end-jobs.ts';
import type { DueReport, Publish, PublishDueOptions } from '../ledger.ts';
import type { Session } from '../session.ts';
import { findDueQueue } from './find-due-queue.ts';
import { type DueRow, lockDueRows } from './lock-due-rows.ts';
import { markPublished } from './mark-published.ts';

/**
 * Publishes a batch of one queue, in one transaction that holds the rows' locks meanwhile: a job that finishes cannot
 * then be published again, since its record has to wait for its row.
 */
export async function publishDue(
  database: Database,
  publish: Publish,
  { limit, skipQueues = [] }: PublishDueOptions,
): Promise<DueReport> {
  const head = await findDueQueue(database, skipQueues);
  if (!head) return { queue: undefined, published: 0, failed: 0, nextDueInMs: undefined };
  const { queue, dueInMs } = head;
  if (dueInMs > 0) return { queue: undefined, published: 0, failed: 0, nextDueInMs: dueInMs };
  const batch = await database.transaction((trx) => publishRows(sessionOf(trx), { queue, limit, publish }));
  await expire(database, batch.expired);
  return { queue, published: batch.published, failed: batch.failed, nextDueInMs: 0 };
}

interface Batch {
  readonly published: number;
  readonly failed: number;
  readonly expired: readonly string[];
}

async function publishRows(
  session: Session,
  { queue, limit, publish }: { queue: string; limit: number; publish: Publish },
): Promise<Batch> {
  const rows = await lockDueRows(session, queue, limit);
  const ready = rows.filter(({ verdict }) => verdict === 'publish');
  const errors = ready.length > 0 ? await publish(ready.map(toPublication)) : [];
  const published = ready.filter((_, index) => errors[index] === undefined);
  const dead = rows.filter(({ verdict }) => verdict === 'drop');
  await markPublished(session, [...published, ...dead]);
  const expired = rows.filter(({ verdict }) => verdict === 'expire').map(({ id }) => id);
  return { published: published.length, failed: ready.length - published.length, expired };
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
