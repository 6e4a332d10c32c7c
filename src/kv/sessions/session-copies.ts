import type { AskRedis } from '../ask-redis.ts';
import { RedisScript } from '../redis-script.ts';
import { isSessionRow, type SessionRow } from './session-row.ts';
import { TOUCH_EVERY_MS } from './session-table.ts';

/** What Redis knows of a session. `stale`: PostgreSQL is to be asked first, and this serves only when that is away. */
export type SessionCopy =
  | { readonly kind: 'fresh' | 'stale'; readonly row: SessionRow }
  | { readonly kind: 'ended' }
  | { readonly kind: 'none' };

/** Longer than any query takes: whoever read a session before it ended must not put it back. */
const TOMBSTONE_MS = 60_000;

/**
 * Copies of sessions in Redis, so that a request seldom asks PostgreSQL: a copy counts as fresh until the session's
 * next touch is due. All times are Redis' own. Each call rejects when Redis does not answer.
 */
export class SessionCopies {
  readonly #ask: AskRedis;
  readonly #prefix: string;
  /** What Redis could not be told: it may come back with copies of sessions that have ended or changed. */
  readonly #untold = new Map<string, 'ended' | 'changed'>();

  constructor(ask: AskRedis, prefix: string) {
    this.#ask = ask;
    this.#prefix = `${prefix}:session:`;
  }

  async get(id: string): Promise<SessionCopy> {
    if (this.#untold.size > 0) await this.#tell();
    const answer = await this.#ask((redis) => READ.run(redis, [this.#prefix + id], []));
    if (!Array.isArray(answer)) return { kind: 'none' };
    const [version, text, isFresh] = answer as readonly unknown[];
    if (version === TOMBSTONE_VERSION) return { kind: 'ended' };
    const row = typeof text === 'string' ? parse(text) : undefined;
    return row ? { kind: isFresh === 1 ? 'fresh' : 'stale', row } : { kind: 'none' };
  }

  /** Leaves a newer copy as it is. */
  async put(row: SessionRow): Promise<void> {
    const freshMs = Math.min(TOUCH_EVERY_MS, row.ttlMs / 4);
    const values = [row.version, JSON.stringify(row), Math.max(1, row.leftMs), Math.floor(freshMs)];
    await this.#ask((redis) => PUT.run(redis, [this.#prefix + row.id], values));
  }

  /** Puts a session that is no longer as its copy says. When Redis is away it drops the copy at the first call after its return. */
  async replace(row: SessionRow): Promise<void> {
    await this.put(row).catch((error: unknown) => {
      this.#remember(row.id, 'changed');
      throw error;
    });
  }

  /**
   * Makes these sessions answer as ended, for longer than anyone who has just read them could put them back. When Redis
   * is away it is told at the first call after its return.
   */
  async end(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#remember(id, 'ended');
    await this.#tell();
  }

  #remember(id: string, what: 'ended' | 'changed'): void {
    if (this.#untold.get(id) === 'ended' || this.#untold.size >= MAX_UNTOLD) return;
    this.#untold.set(id, what);
  }

  async #tell(): Promise<void> {
    const telling = [...this.#untold];
    await this.#ask((redis) =>
      Promise.all(
        telling.map(([id, what]) =>
          what === 'ended'
            ? END.run(redis, [this.#prefix + id], [TOMBSTONE_VERSION, TOMBSTONE_MS])
            : DROP.run(redis, [this.#prefix + id], [TOMBSTONE_VERSION]),
        ),
      ),
    );
    for (const [id, what] of telling) if (this.#untold.get(id) === what) this.#untold.delete(id);
  }
}

/** Copies of more sessions than these end with their minute, when PostgreSQL is asked. */
const MAX_UNTOLD = 10_000;

/** Newer than every version: the greatest whole number that Lua and JavaScript both hold. */
const TOMBSTONE_VERSION = String(Number.MAX_SAFE_INTEGER);

const NOW = `local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)`;

const READ = new RedisScript(`${NOW}
local copy = redis.call('HMGET', KEYS[1], 'version', 'row', 'freshUntil')
if not copy[1] then return false end
return { copy[1], copy[2] or '', now < tonumber(copy[3] or 0) and 1 or 0 }`);

const PUT = new RedisScript(`${NOW}
local version = redis.call('HGET', KEYS[1], 'version')
if version and tonumber(version) > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'row', ARGV[2], 'freshUntil', now + ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`);

const END = new RedisScript(`
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`);

const DROP = new RedisScript(`
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`);

function parse(text: string): SessionRow | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isSessionRow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
