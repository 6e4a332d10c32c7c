import type { FoundKey } from './cache-store.ts';
import type { KindFigures } from './figures.ts';

export interface CacheOptions {
  /** How long the value is fresh, in milliseconds. Default: by the kind of the key, else `NIGHTSHIFT_CACHE_TTL_MS`. */
  readonly ttlMs?: number | undefined;
  /**
   * How much longer `wrap` may give the old value while one process loads the new one, in milliseconds. Never after a
   * delete or a dropped tag. Default: as long as it was fresh, at most 30,000.
   */
  readonly staleMs?: number | undefined;
  /** What the value was made from; see `invalidateTags`. Default none. */
  readonly tags?: readonly string[] | undefined;
}

/** A time to live in milliseconds, or more than that; undefined is every default. */
export type Keeping = number | CacheOptions | undefined;

/** Keeps a value under a key, unless a tag was dropped or the store was away since this was prepared. */
export type KeepLater = (key: string, value: unknown) => Promise<void>;

/**
 * Values that can be made again, shared by all processes, with a level in each process. The kind of a key is the part
 * before its first colon. What comes out is plain, frozen data: JSON, and dates. While the store is away nothing is
 * found, nothing waits and nothing is thrown; what was to be deleted then is deleted before the store is read again.
 */
export interface Cache {
  /** What this process has at hand, without asking the store; what it gives may be up to 10 s behind when signals are lost. */
  peek(key: string): unknown;
  get<Value>(key: string): Promise<Value | undefined>;
  /** In the order of the keys, with one question to the store. */
  getMany<Value>(keys: readonly string[]): Promise<readonly (Value | undefined)[]>;
  set(key: string, value: unknown, keeping?: Keeping): Promise<void>;
  setMany(entries: Iterable<readonly [key: string, value: unknown]>, keeping?: Keeping): Promise<void>;
  /** Gives how many were there; a load that is under way is not kept. */
  delete(...keys: readonly string[]): Promise<number>;
  exists(key: string): Promise<boolean>;
  /** `*` stands for any text, `?` for one character. Gives how many there were. */
  deletePattern(pattern: string): Promise<number>;
  /** Makes everything that was kept under one of these tags miss, and what is being loaded under them. */
  invalidateTags(...tags: readonly string[]): Promise<void>;
  /**
   * The kept value, else what `load` gives, which is then kept, be it empty. Of all processes one loads at a time; the
   * others wait for it, or get the old value. Rejects with what `load` rejects with, which is not kept.
   */
  wrap<Value>(key: string, keeping: Keeping, load: () => Promise<Value>): Promise<Value>;
  /** Writes to the source with `write`, and keeps what that gives; when it rejects, the key is deleted. */
  writeThrough<Value>(key: string, keeping: Keeping, write: () => Promise<Value>): Promise<Value>;
  /**
   * To be called before a value is made whose key shows only then: what it gives keeps the value for as long as values of
   * this kind are, and never what a dropped tag has overtaken.
   */
  prepare(kind: string, keeping?: Keeping): Promise<KeepLater>;
  /** Hits and misses by kind, of all processes, at most 10 s behind. */
  stats(): Promise<readonly KindFigures[]>;
  /** Up to `limit` kept keys. */
  find(pattern: string, limit: number): Promise<readonly FoundKey[]>;
}
