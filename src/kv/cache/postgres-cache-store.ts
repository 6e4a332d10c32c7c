import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { CacheStore, FigureSums, FoundKey, StoredEntry } from './cache-store.ts';

/** Values in unlogged tables, by the database's clock. */
export class PostgresCacheStore implements CacheStore {
  readonly #database: Database;
  readonly #prefix: string;

  constructor(database: Database, prefix: string) {
    this.#database = database;
    this.#prefix = `${prefix}:`;
  }

  async read(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    const rows = await this.#rows<{ key: string; value: Buffer }>(READ, [this.#own(keys)]);
    const found = new Map(rows.map(({ key, value }) => [key, value]));
    return keys.map((key) => found.get(this.#prefix + key));
  }

  async write(entries: readonly StoredEntry[]): Promise<void> {
    // The last of a key counts; sorted, because two writers of many rows would else wait for each other.
    const last = [...new Map(entries.map((entry) => [entry.key, entry])).values()];
    const sorted = last.toSorted((one, other) => (one.key < other.key ? -1 : 1));
    await this.#rows(WRITE, [
      this.#own(sorted.map(({ key }) => key)),
      sorted.map(({ bytes }) => bytes),
      sorted.map(({ ttlMs }) => ttlMs),
    ]);
  }

  async delete(keys: readonly string[]): Promise<number> {
    const rows = await this.#rows<{ isThere: boolean }>(DELETE, [this.#own(keys)]);
    return rows.filter(({ isThere }) => isThere).length;
  }

  async deletePattern(pattern: string): Promise<number> {
    const rows = await this.#rows<{ isThere: boolean }>(DELETE_PATTERN, [likeOf(this.#prefix, pattern)]);
    return rows.filter(({ isThere }) => isThere).length;
  }

  async find(pattern: string, limit: number): Promise<readonly FoundKey[]> {
    const rows = await this.#rows<FoundKey>(FIND, [likeOf(this.#prefix, pattern), limit]);
    return rows.map((row) => ({ ...row, key: row.key.slice(this.#prefix.length) }));
  }

  async takeLease(key: string, token: string, forMs: number): Promise<boolean> {
    return (await this.#rows(TAKE, [this.#prefix + key, token, forMs])).length > 0;
  }

  async renewLease(key: string, token: string, forMs: number): Promise<void> {
    await this.#rows(RENEW, [this.#prefix + key, token, forMs]);
  }

  async fill({ key, bytes, ttlMs }: StoredEntry, token: string): Promise<boolean> {
    return (await this.#rows(FILL, [this.#prefix + key, token, bytes, ttlMs])).length > 0;
  }

  async dropLease(key: string, token: string): Promise<void> {
    await this.#rows(DROP, [this.#prefix + key, token]);
  }

  async tagVersions(tags: readonly string[]): Promise<readonly (string | undefined)[]> {
    const found = await this.#versions(TAG_VERSIONS, [this.#own(tags)]);
    return tags.map((tag) => found.get(this.#prefix + tag));
  }

  async makeTagVersions(tags: readonly string[], version: string, ttlMs: number): Promise<readonly string[]> {
    const found = await this.#versions(MAKE_TAGS, [this.#own([...new Set(tags)].toSorted()), version, ttlMs]);
    return tags.map((tag) => found.get(this.#prefix + tag) ?? version);
  }

  async dropTags(tags: readonly string[]): Promise<void> {
    await this.#rows('DELETE FROM nightshift.cache_tags WHERE tag = ANY ($1::text[])', [this.#own(tags)]);
  }

  async addFigures(sums: FigureSums): Promise<void> {
    const added = Object.entries(sums).flatMap(([kind, figures]) =>
      Object.entries(figures).map(([figure, sum]) => ({ key: this.#prefix + kind, figure, sum })),
    );
    const sorted = added.toSorted((one, other) => (one.key + one.figure < other.key + other.figure ? -1 : 1));
    await this.#rows(ADD_FIGURES, [
      sorted.map(({ key }) => key),
      sorted.map(({ figure }) => figure),
      sorted.map(({ sum }) => sum),
    ]);
  }

  async figures(): Promise<FigureSums> {
    const sums: Record<string, Record<string, number>> = {};
    const rows = await this.#rows<{ key: string; figure: string; total: string }>(FIGURES, [this.#prefix]);
    for (const { key, figure, total } of rows)
      (sums[key.slice(this.#prefix.length)] ??= {})[figure] = Number(total);
    return sums;
  }

  #rows<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return rowsOf<Row>(this.#database, text, values);
  }

  async #versions(text: string, values: readonly unknown[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#rows<{ tag: string; version: string }>(text, values);
    return new Map(rows.map(({ tag, version }) => [tag, version]));
  }

  #own(names: readonly string[]): readonly string[] {
    return names.map((name) => this.#prefix + name);
  }
}

function likeOf(prefix: string, pattern: string): string {
  const literal = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
  return literal(prefix) + literal(pattern).replaceAll('*', '%').replaceAll('?', '_');
}

const IS_THERE = '(value IS NOT NULL AND expires_at > now()) AS "isThere"';
const MS = `::float8 * interval '1 ms'`;

const READ = `
SELECT key, value FROM nightshift.cache_entries
WHERE key = ANY ($1::text[]) AND value IS NOT NULL AND expires_at > now()`;

const WRITE = `
INSERT INTO nightshift.cache_entries AS entry (key, value, expires_at)
SELECT key, value, now() + ttl * interval '1 ms' FROM unnest($1::text[], $2::bytea[], $3::float8[]) AS t (key, value, ttl)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at, lease = NULL, leased_until = NULL`;

const DELETE = `DELETE FROM nightshift.cache_entries WHERE key = ANY ($1::text[]) RETURNING ${IS_THERE}`;

const DELETE_PATTERN = `DELETE FROM nightshift.cache_entries WHERE key LIKE $1 RETURNING ${IS_THERE}`;

const FIND = `
SELECT key, extract(epoch FROM expires_at - now())::float8 * 1000 AS "ttlMs", length(value) AS bytes
FROM nightshift.cache_entries WHERE key LIKE $1 AND value IS NOT NULL AND expires_at > now() ORDER BY key LIMIT $2`;

const TAKE = `
INSERT INTO nightshift.cache_entries AS entry (key, expires_at, lease, leased_until)
VALUES ($1, '-infinity', $2, now() + $3${MS})
ON CONFLICT (key) DO UPDATE SET lease = excluded.lease, leased_until = excluded.leased_until
WHERE entry.lease IS NULL OR entry.leased_until <= now() RETURNING key`;

const RENEW = `
UPDATE nightshift.cache_entries SET leased_until = now() + $3${MS} WHERE key = $1 AND lease = $2`;

const FILL = `
UPDATE nightshift.cache_entries SET value = $3, expires_at = now() + $4${MS}, lease = NULL, leased_until = NULL
WHERE key = $1 AND lease = $2 RETURNING key`;

const DROP = `
UPDATE nightshift.cache_entries SET lease = NULL, leased_until = NULL WHERE key = $1 AND lease = $2`;

const TAG_VERSIONS = `
SELECT tag, version FROM nightshift.cache_tags WHERE tag = ANY ($1::text[]) AND expires_at > now()`;

const MAKE_TAGS = `
INSERT INTO nightshift.cache_tags AS kept (tag, version, expires_at)
SELECT tag, $2, now() + $3${MS} FROM unnest($1::text[]) AS tag
ON CONFLICT (tag) DO UPDATE SET expires_at = greatest(kept.expires_at, excluded.expires_at)
RETURNING tag, version`;

const ADD_FIGURES = `
INSERT INTO nightshift.cache_figures AS kept (key, figure, total)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
ON CONFLICT (key, figure) DO UPDATE SET total = kept.total + excluded.total`;

const FIGURES = `SELECT key, figure, total FROM nightshift.cache_figures WHERE starts_with(key, $1)`;
