import { sql } from 'kysely';
import { NotFoundError } from '../domain-errors.ts';
import type { Writing } from '../writing.ts';
import { isInSegment } from './segment.ts';

/** The next users of a campaign. */
export interface Recipients {
  readonly userIds: readonly number[];
  /** `done`: there are no more. `paused` and `cancelled`: nothing was taken. */
  readonly status: 'running' | 'done' | 'paused' | 'cancelled';
  /** How many have been taken in all. */
  readonly taken: number;
  /** What the next ones wait for, in milliseconds, so that the campaign's own limit is kept. */
  readonly pauseMs: number;
}

/** Users at a time without a limit. */
const BATCH = 500;
/** Batches in a minute of those that have a limit, so that mails leave evenly. */
const BATCHES_PER_MINUTE = 6;

/**
 * Takes the next users of a campaign, each once, and moves its mark behind them in the same transaction: whoever is
 * interrupted before the commit has taken nobody. Two at once take turns.
 *
 * @throws NotFoundError when there is no such campaign
 */
export async function takeRecipients({ trx }: Writing, campaignId: number): Promise<Recipients> {
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['channel', 'segment', 'status', 'sent_up_to', 'max_per_minute'])
    .where('id', '=', campaignId)
    .forUpdate()
    .executeTakeFirst();
  if (!campaign) throw new NotFoundError('campaign', campaignId);
  const { status, sent_up_to: sentUpTo, max_per_minute: perMinute } = campaign;
  if (status !== 'draft' && status !== 'running')
    return { userIds: [], status, taken: await countTaken(trx, campaignId), pauseMs: 0 };
  const limit = Math.min(BATCH, perMinute === null ? BATCH : Math.ceil(perMinute / BATCHES_PER_MINUTE));
  const users = await trx
    .selectFrom('users')
    .select('id')
    .where('id', '>', sentUpTo)
    .where((is) => isInSegment(is, campaign))
    .orderBy('id')
    .limit(limit)
    .execute();
  const userIds = await deliverTo(trx, campaignId, users);
  const isDone = users.length < limit;
  await move(trx, campaignId, { sentUpTo: users.at(-1)?.id ?? sentUpTo, isDone });
  const pauseMs = perMinute === null ? 0 : Math.ceil((users.length * 60_000) / perMinute);
  return { userIds, status: isDone ? 'done' : 'running', taken: await countTaken(trx, campaignId), pauseMs };
}

type Trx = Writing['trx'];

/** Gives those who have not had it. */
async function deliverTo(
  trx: Trx,
  campaignId: number,
  users: readonly { readonly id: number }[],
): Promise<readonly number[]> {
  if (users.length === 0) return [];
  const added = await trx
    .insertInto('campaign_deliveries')
    .values(users.map(({ id }) => ({ campaign_id: campaignId, user_id: id, job_id: null, reason: null })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('user_id')
    .execute();
  return added.map((row) => row.user_id);
}

async function move(
  trx: Trx,
  campaignId: number,
  { sentUpTo, isDone }: { readonly sentUpTo: number; readonly isDone: boolean },
): Promise<void> {
  await trx
    .updateTable('campaigns')
    .set({
      status: isDone ? 'done' : 'running',
      sent_up_to: sentUpTo,
      started_at: sql<Date>`coalesce(started_at, now())`,
      ...(isDone ? { ended_at: sql<Date>`now()` } : {}),
    })
    .where('id', '=', campaignId)
    .execute();
}

async function countTaken(trx: Trx, campaignId: number): Promise<number> {
  const { taken } = await trx
    .selectFrom('campaign_deliveries')
    .select(({ fn }) => fn.countAll<string>().as('taken'))
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
  return Number(taken);
}
