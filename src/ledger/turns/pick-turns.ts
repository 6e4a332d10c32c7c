import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Registry } from '../../job/registry.ts';
import { CHANNELS } from '../channels.ts';
import type { Session } from '../session.ts';
import { spendTokens } from './buckets.ts';
import { choose } from './choose.ts';
import { type FoundLines, findLines, type Line } from './find-lines.ts';
import { type LimitedLine, openLines } from './open-lines.ts';
import { findRoom } from './room.ts';

export interface Round {
  readonly queue: string;
  /** Where the round before ended. */
  readonly after?: Line | undefined;
  readonly findJob: Registry['findJob'];
}

export interface RoundReport {
  readonly picked: number;
  /** There are places left that another round may fill. */
  readonly isMore: boolean;
  readonly after?: Line | undefined;
  /** Milliseconds until a token comes back for which somebody waits. */
  readonly returnsInMs?: number | undefined;
}

const NOTHING = { picked: 0, isMore: false };
/** Most jobs of a round, so that it stays short. */
const MAX_PLACES = 500;

/**
 * Makes the next jobs of a queue due, as many as its broker may be given. Of all that ask for a queue at the same time
 * one gets it, since two would each fill the same places.
 */
export async function pickTurns(database: Database, round: Round): Promise<RoundReport> {
  return database.transaction(async (trx) => {
    const session = sessionOf(trx);
    if (!(await takeQueue(session, round.queue))) return { ...NOTHING, after: round.after };
    return pickLocked(session, round);
  });
}

/** Should this process freeze, the server ends its transaction and with it the lock. */
async function takeQueue(session: Session, queue: string): Promise<boolean> {
  const [row] = await rowsOf<{ is_ours: boolean }>(
    session,
    `SELECT pg_try_advisory_xact_lock(hashtext('nightshift.turns'), hashtext($1)) AS is_ours,
       set_config('idle_in_transaction_session_timeout', '10s', true)`,
    [queue],
  );
  return row?.is_ours === true;
}

async function pickLocked(session: Session, { queue, after, findJob }: Round): Promise<RoundReport> {
  const { places, held } = await findRoom(session, queue);
  const room = Math.min(places, MAX_PLACES);
  if (room <= 0) return { ...NOTHING, after };
  const found = await findLines(session, queue, after);
  const { lines, returnsInMs } = await openLines(session, { queue, lines: found.lines, room, held, findJob });
  const chosen = choose(lines, room);
  const picked = new Set(
    await makeDue(
      session,
      chosen.map(({ id }) => id),
    ),
  );
  const started = chosen.filter(({ id }) => picked.has(id)).map(({ line }) => line);
  await spend(session, started);
  return {
    picked: picked.size,
    isMore: picked.size > 0 && picked.size < places,
    after: nextAfter(found, started.at(-1)),
    returnsInMs,
  };
}

/** In the order given: the relay goes by time. A row that somebody else holds at the moment, to cancel it say, is left. */
async function makeDue(session: Session, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await rowsOf<{ id: string }>(session, MAKE_DUE, [ids]);
  return rows.map(({ id }) => id);
}

const MAKE_DUE = `
WITH free AS (
  SELECT id FROM nightshift.outbox WHERE id = ANY($1::uuid[]) AND turn_rank IS NOT NULL FOR UPDATE SKIP LOCKED
), picked AS (
  UPDATE nightshift.outbox AS o SET turn_rank = NULL, due_at = now() - (cardinality($1) - place) * interval '1 us'
  FROM free JOIN unnest($1::uuid[]) WITH ORDINALITY AS c(id, place) USING (id)
  WHERE o.id = free.id
  RETURNING o.id
)
SELECT id, (SELECT pg_notify('${CHANNELS.due}', '')) FROM picked`;

async function spend(session: Session, started: readonly LimitedLine[]): Promise<void> {
  const spendings = new Map<string, { key: string; tokens: number; perMs: number }>();
  for (const { limit } of started) {
    if (!limit) continue;
    const spending = spendings.get(limit.key) ?? { ...limit, tokens: 0 };
    spendings.set(limit.key, { ...spending, tokens: spending.tokens + 1 });
  }
  await spendTokens(session, [...spendings.values()]);
}

/**
 * The next round begins with the turn key behind the last one that was served. Where there is only one, it begins with
 * the first line, unless there are too many to look at them all.
 */
function nextAfter({ lines, isAll }: FoundLines, served: LimitedLine | undefined): Line | undefined {
  const isOneTurn = lines.every(({ turnKey }) => turnKey === lines[0]?.turnKey);
  if (!isAll && (isOneTurn || !served)) return lines.at(-1);
  if (isOneTurn || !served) return undefined;
  return { turnKey: served.turnKey, name: BEHIND_ALL_NAMES, limitKey: '' };
}

/** Names of jobs are of letters, digits, "-" and ".", which all come before it. */
const BEHIND_ALL_NAMES = '~';
