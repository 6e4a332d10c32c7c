import type { CacheStore, FigureSums, FoundKey, StoredEntry } from '../../kv/cache/cache-store.ts';
import { patternTest } from '../../kv/cache/pattern.ts';

interface Kept {
  readonly bytes: Buffer;
  readonly untilMs: number;
}

interface Lease {
  readonly token: string;
  readonly untilMs: number;
}

/** The cache's entries in memory, for any number of caches of one test. */
export class MemoryCacheStore implements CacheStore {
  readonly #entries = new Map<string, Kept>();
  readonly #leases = new Map<string, Lease>();
  readonly #tags = new Map<string, string>();
  readonly #figures: Record<string, Record<string, number>> = {};

  async read(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    return keys.map((key) => this.#live(key)?.bytes);
  }

  async write(entries: readonly StoredEntry[]): Promise<void> {
    for (const entry of entries) this.#keep(entry);
  }

  async delete(keys: readonly string[]): Promise<number> {
    return keys.filter((key) => this.#drop(key)).length;
  }

  async deletePattern(pattern: string): Promise<number> {
    const fits = patternTest(pattern);
    const keys = new Set([...this.#entries.keys(), ...this.#leases.keys()]);
    return [...keys].filter((key) => fits(key) && this.#drop(key)).length;
  }

  async find(pattern: string, limit: number): Promise<readonly FoundKey[]> {
    const fits = patternTest(pattern);
    const found = [...this.#entries.keys()].flatMap((key) => {
      const kept = fits(key) ? this.#live(key) : undefined;
      return kept ? [{ key, ttlMs: kept.untilMs - Date.now(), bytes: kept.bytes.length }] : [];
    });
    return found.slice(0, limit);
  }

  async takeLease(key: string, token: string, forMs: number): Promise<boolean> {
    if ((this.#leases.get(key)?.untilMs ?? 0) > Date.now()) return false;
    this.#leases.set(key, { token, untilMs: Date.now() + forMs });
    return true;
  }

  async renewLease(key: string, token: string, forMs: number): Promise<void> {
    if (this.#holds(key, token)) this.#leases.set(key, { token, untilMs: Date.now() + forMs });
  }

  async fill(entry: StoredEntry, token: string): Promise<boolean> {
    if (!this.#holds(entry.key, token)) return false;
    this.#keep(entry);
    return true;
  }

  async dropLease(key: string, token: string): Promise<void> {
    if (this.#holds(key, token)) this.#leases.delete(key);
  }

  async tagVersions(tags: readonly string[]): Promise<readonly (string | undefined)[]> {
    return tags.map((tag) => this.#tags.get(tag));
  }

  async makeTagVersions(tags: readonly string[], version: string): Promise<readonly string[]> {
    return tags.map((tag) => {
      const known = this.#tags.get(tag) ?? version;
      this.#tags.set(tag, known);
      return known;
    });
  }

  async dropTags(tags: readonly string[]): Promise<void> {
    for (const tag of tags) this.#tags.delete(tag);
  }

  async addFigures(sums: FigureSums): Promise<void> {
    for (const [kind, figures] of Object.entries(sums)) {
      const own = (this.#figures[kind] ??= {});
      for (const [figure, sum] of Object.entries(figures)) own[figure] = (own[figure] ?? 0) + sum;
    }
  }

  async figures(): Promise<FigureSums> {
    return structuredClone(this.#figures);
  }

  #live(key: string): Kept | undefined {
    const kept = this.#entries.get(key);
    if (kept && kept.untilMs > Date.now()) return kept;
    this.#entries.delete(key);
    return undefined;
  }

  #keep({ key, bytes, ttlMs }: StoredEntry): void {
    this.#entries.set(key, { bytes, untilMs: Date.now() + ttlMs });
    this.#leases.delete(key);
  }

  /** Whether there was a value. */
  #drop(key: string): boolean {
    const wasThere = this.#live(key) !== undefined;
    this.#entries.delete(key);
    this.#leases.delete(key);
    return wasThere;
  }

  #holds(key: string, token: string): boolean {
    return this.#leases.get(key)?.token === token;
  }
}
