import { rowsOf } from '../../db/rows-of.ts';
import type { Session as Connection } from '../../ledger/session.ts';
import type { Ranked } from './activity.ts';
import { type ActivityStore, KEPT_MEMBERS, KEPT_TITLES, type RankingScores } from './activity-store.ts';
import { KEPT_ACTIONS, KEPT_DAYS, type UserAction } from './user-action.ts';

interface ActionRow {
  readonly action: string;
  readonly at: Date;
  readonly ip: string | null;
}

/** Activity in unlogged tables; what is beyond the kept numbers goes with the hourly sweep. */
export class PostgresActivityStore implements ActivityStore {
  readonly #database: Connection;

  constructor(database: Connection) {
    this.#database = database;
  }

  async record(userId: string, { action, timestamp, ip }: UserAction): Promise<void> {
    await this.#database.query(
      'INSERT INTO nightshift.user_actions (user_id, action, at, ip) VALUES ($1, $2, $3, $4)',
      [userId, action, timestamp, ip ?? null],
    );
  }

  async recent(userId: string): Promise<readonly UserAction[]> {
    const rows = await rowsOf<ActionRow>(
      this.#database,
      'SELECT action, at, ip FROM nightshift.user_actions WHERE user_id = $1 ORDER BY id DESC LIMIT $2',
      [userId, KEPT_ACTIONS],
    );
    return rows.map(({ action, at, ip }) => ({ action, timestamp: at, ...(ip === null ? {} : { ip }) }));
  }

  async countTitle(userId: string, title: string): Promise<void> {
    await this.#database.query(COUNT_TITLE, [userId, title]);
  }

  async titles(userId: string, limit: number | undefined): Promise<readonly string[]> {
    const rows = await rowsOf<{ title: string }>(this.#database, TITLES, [userId, limit ?? KEPT_TITLES]);
    return rows.map(({ title }) => title);
  }

  async rank(rankings: readonly RankingScores[]): Promise<void> {
    const rows = rankings.flatMap(({ ranking, day, scores }) =>
      [...scores].map(([member, score]) => ({ ranking, day, member, score })),
    );
    await this.#database.query(RANK, [JSON.stringify(rows)]);
  }

  top(ranking: string, days: readonly string[], limit: number): Promise<readonly Ranked[]> {
    return rowsOf(this.#database, TOP, [ranking, days, limit]);
  }

  async forget(userId: string): Promise<void> {
    await this.#database.query('DELETE FROM nightshift.user_actions WHERE user_id = $1', [userId]);
    await this.#database.query('DELETE FROM nightshift.title_uses WHERE user_id = $1', [userId]);
  }
}

/** Removes what activity no longer keeps. */
export async function sweepActivity(database: Connection): Promise<void> {
  await database.query(SWEEP_ACTIONS, [KEPT_DAYS, KEPT_ACTIONS]);
  await database.query(SWEEP_TITLES, [KEPT_TITLES]);
  await database.query(SWEEP_RANKINGS, [KEPT_DAYS, KEPT_MEMBERS]);
}

const COUNT_TITLE = `
INSERT INTO nightshift.title_uses AS t (user_id, title) VALUES ($1, $2)
ON CONFLICT (user_id, title) DO UPDATE SET uses = t.uses + 1, used_at = now()`;

const TITLES = `
SELECT title FROM nightshift.title_uses WHERE user_id = $1 ORDER BY uses DESC, used_at DESC LIMIT $2`;

// In one order for everybody, or two batches could wait for each other.
const RANK = `
INSERT INTO nightshift.rankings AS r (ranking, day, member, score)
SELECT ranking, day, member, score
FROM jsonb_to_recordset($1::jsonb) AS given (ranking text, day date, member text, score float8)
ORDER BY ranking, day, member
ON CONFLICT (ranking, day, member) DO UPDATE SET score = r.score + excluded.score`;

const TOP = `
SELECT member, sum(score)::float8 AS score FROM nightshift.rankings
WHERE ranking = $1 AND day = ANY($2::date[]) GROUP BY member ORDER BY score DESC, member DESC LIMIT $3`;

const SWEEP_ACTIONS = `
DELETE FROM nightshift.user_actions WHERE at < now() - $1 * interval '1 day' OR id IN (
  SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY id DESC) AS place
    FROM nightshift.user_actions) AS placed WHERE place > $2
)`;

const SWEEP_TITLES = `
DELETE FROM nightshift.title_uses WHERE used_at < now() - interval '180 days' OR (user_id, title) IN (
  SELECT user_id, title FROM (SELECT user_id, title,
      row_number() OVER (PARTITION BY user_id ORDER BY uses DESC, used_at DESC) AS place
    FROM nightshift.title_uses) AS placed WHERE place > $1
)`;

const SWEEP_RANKINGS = `
DELETE FROM nightshift.rankings WHERE day < (now() AT TIME ZONE 'UTC')::date - $1::integer OR (ranking, day, member) IN (
  SELECT ranking, day, member FROM (SELECT ranking, day, member,
      row_number() OVER (PARTITION BY ranking, day ORDER BY score DESC) AS place
    FROM nightshift.rankings) AS placed WHERE place > $2
)`;
