import { z } from 'zod';
import type { AskRedis } from '../ask-redis.ts';
import { RedisScript } from '../redis-script.ts';
import type { Ranked } from './activity.ts';
import { type ActivityStore, KEPT_MEMBERS, KEPT_TITLES, type RankingScores } from './activity-store.ts';
import { KEPT_ACTIONS, KEPT_DAYS, type UserAction } from './user-action.ts';

const DAY_MS = 86_400_000;
const KEPT_MS = KEPT_DAYS * DAY_MS;
const TITLES_KEPT_MS = 180 * DAY_MS;

/** Actions are a list, titles and rankings sorted sets; every key expires. */
export class RedisActivityStore implements ActivityStore {
  readonly #ask: AskRedis;
  readonly #prefix: string;

  constructor(ask: AskRedis, prefix: string) {
    this.#ask = ask;
    this.#prefix = prefix;
  }

  async record(userId: string, { action, timestamp, ip }: UserAction): Promise<void> {
    const entry = JSON.stringify([timestamp.getTime(), action, ...(ip === undefined ? [] : [ip])]);
    await this.#ask((redis) => RECORD.run(redis, [this.#actions(userId)], [entry, KEPT_ACTIONS, KEPT_MS]));
  }

  async recent(userId: string): Promise<readonly UserAction[]> {
    const entries = await this.#ask((redis) => redis.lrange(this.#actions(userId), 0, KEPT_ACTIONS - 1));
    return entries.map(parseAction).filter((action) => action !== undefined);
  }

  async countTitle(userId: string, title: string): Promise<void> {
    await this.#ask((redis) =>
      COUNT_TITLE.run(redis, [this.#titles(userId)], [title, KEPT_TITLES, TITLES_KEPT_MS]),
    );
  }

  titles(userId: string, limit: number | undefined): Promise<readonly string[]> {
    return this.#ask((redis) => redis.zrevrange(this.#titles(userId), 0, (limit ?? KEPT_TITLES) - 1));
  }

  async rank(rankings: readonly RankingScores[]): Promise<void> {
    await this.#ask((redis) =>
      Promise.all(
        rankings.map(({ ranking, day, scores }) =>
          RANK.run(
            redis,
            [this.#ranking(ranking, day)],
            [KEPT_MEMBERS, KEPT_MS + DAY_MS, ...[...scores].flat()],
          ),
        ),
      ),
    );
  }

  async top(ranking: string, days: readonly string[], limit: number): Promise<readonly Ranked[]> {
    const keys = days.map((day) => this.#ranking(ranking, day));
    const sum = this.#ranking(ranking, 'sum');
    const answer = await this.#ask((redis) => TOP.run(redis, [sum, ...keys], [limit]));
    const flat = z.array(z.string()).parse(answer);
    return flat.flatMap((member, index) =>
      index % 2 === 0 ? [{ member, score: Number(flat[index + 1]) }] : [],
    );
  }

  async forget(userId: string): Promise<void> {
    await this.#ask((redis) =>
      Promise.all([redis.unlink(this.#actions(userId)), redis.unlink(this.#titles(userId))]),
    );
  }

  #actions(userId: string): string {
    return `${this.#prefix}:actions:${userId}`;
  }

  #titles(userId: string): string {
    return `${this.#prefix}:titles:${userId}`;
  }

  /** All days of a ranking are in one slot of a Cluster. */
  #ranking(ranking: string, day: string): string {
    return `${this.#prefix}:ranking:{${ranking}}:${day}`;
  }
}

const storedAction = z.tuple([z.number(), z.string()], z.string());

function parseAction(text: string): UserAction | undefined {
  try {
    const [ms, action, ip] = storedAction.parse(JSON.parse(text));
    return { action, timestamp: new Date(ms), ...(ip === undefined ? {} : { ip }) };
  } catch {
    return undefined;
  }
}

const RECORD = new RedisScript(`
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], 0, ARGV[2] - 1)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`);

// The least used makes room before the new title comes, or a new one could never stay.
const COUNT_TITLE = new RedisScript(`
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[2]))
end
redis.call('ZINCRBY', KEYS[1], 1, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`);

// Cut down only at twice the number, so that newcomers have room to rise.
const RANK = new RedisScript(`
for place = 3, #ARGV, 2 do redis.call('ZINCRBY', KEYS[1], ARGV[place + 1], ARGV[place]) end
if redis.call('ZCARD', KEYS[1]) > 2 * ARGV[1] then
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[1]) - 1)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`);

const TOP = new RedisScript(`
local days = {}
for place = 2, #KEYS do days[place - 1] = KEYS[place] end
redis.call('ZUNIONSTORE', KEYS[1], #days, unpack(days))
local first = redis.call('ZREVRANGE', KEYS[1], 0, ARGV[1] - 1, 'WITHSCORES')
redis.call('DEL', KEYS[1])
return first`);
