/** One value to keep, as bytes that the store does not read. */
export interface StoredEntry {
  readonly key: string;
  readonly bytes: Buffer;
  /** After which the store forgets it. */
  readonly ttlMs: number;
}

/** What to add to the figures of a kind, by the figure's name. */
export type FigureSums = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * What both stores of the cache do, each call in one step. A *lease* is the right to load a key; whatever sets or
 * deletes the key takes it away, so that a load which began before a change is never kept after it. Every call rejects
 * when the store is away.
 */
export interface CacheStore {
  /** In the order of the keys. */
  read(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]>;
  write(entries: readonly StoredEntry[]): Promise<void>;
  /** How many of them were there. */
  delete(keys: readonly string[]): Promise<number>;
  /** `*` stands for any text, `?` for one character. Gives how many there were. */
  deletePattern(pattern: string): Promise<number>;
  /** Up to `limit` keys, in no order. */
  find(pattern: string, limit: number): Promise<readonly FoundKey[]>;
  /** Whether the lease is now the token's: it was free, or over. */
  takeLease(key: string, token: string, forMs: number): Promise<boolean>;
  renewLease(key: string, token: string, forMs: number): Promise<void>;
  /** Stores a value if the lease is still the token's, and ends it. */
  fill(entry: StoredEntry, token: string): Promise<boolean>;
  dropLease(key: string, token: string): Promise<void>;
  /** The versions of tags, in their order; undefined of those that were dropped or forgotten. */
  tagVersions(tags: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** The same, after giving those that have none `version`; kept for at least `ttlMs`. */
  makeTagVersions(tags: readonly string[], version: string, ttlMs: number): Promise<readonly string[]>;
  /** Makes everything that was stored under these tags miss. */
  dropTags(tags: readonly string[]): Promise<void>;
  addFigures(sums: FigureSums): Promise<void>;
  figures(): Promise<FigureSums>;
}

export interface FoundKey {
  readonly key: string;
  readonly ttlMs: number;
  readonly bytes: number;
}
