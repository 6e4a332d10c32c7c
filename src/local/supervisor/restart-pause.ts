const firstMs = 500;
const longestMs = 30_000;
const provenMs = 30_000;

/**
 * How long to wait before a process that died is started again: half a second, then twice as long each time in a row,
 * up to 30 s. A process that lived for 30 s has proven itself, and the row begins anew.
 */
export class RestartPause {
  #deathsInARow = 0;

  get deathsInARow(): number {
    return this.#deathsInARow;
  }

  /** Counts a death and returns the pause after it. */
  afterDeath(livedMs: number): number {
    this.#deathsInARow = livedMs >= provenMs ? 1 : this.#deathsInARow + 1;
    return Math.min(firstMs * 2 ** (this.#deathsInARow - 1), longestMs);
  }
}
