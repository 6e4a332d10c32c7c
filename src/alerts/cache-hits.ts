import type { Cache } from '../kv/cache/cache.ts';

/** Fewer questions say nothing about how many are hits. */
const FEWEST_QUESTIONS = 1_000;

/** How many questions to the cache were hits, lately: since enough had been asked the last time. */
export class CacheHits {
  #before: { readonly asked: number; readonly hits: number } | undefined;
  #percent: number | undefined;

  /** Percent, `undefined` while too little was asked. */
  async read(cache: Pick<Cache, 'stats'>): Promise<number | undefined> {
    const kinds = await cache.stats();
    const hits = kinds.reduce((sum, kind) => sum + kind.nearHits + kind.hits + kind.staleHits, 0);
    const asked = kinds.reduce((sum, kind) => sum + kind.misses, hits);
    // The sums begin anew when their store has lost them.
    if (!this.#before || asked < this.#before.asked) this.#before = { asked, hits };
    const more = asked - this.#before.asked;
    if (more < FEWEST_QUESTIONS) return this.#percent;
    this.#percent = (100 * (hits - this.#before.hits)) / more;
    this.#before = { asked, hits };
    return this.#percent;
  }
}
