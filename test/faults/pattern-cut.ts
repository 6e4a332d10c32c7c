/** Which occurrences of a pattern cut their connection. */
export interface PatternCutOptions {
  /** Occurrences to let pass first, over all connections. Default 0. */
  readonly skip?: number;
  /** How many of those that follow cut. Default 1. */
  readonly times?: number;
}

/** Cuts connections by what they carry. */
export class PatternCut {
  readonly kind: 'after' | 'before' | 'on-reply';
  readonly #pattern: Buffer;
  readonly #skip: number;
  readonly #times: number;
  #occurrences = 0;
  #cuts = 0;

  constructor(pattern: string | Uint8Array, kind: PatternCut['kind'], options: PatternCutOptions) {
    this.#pattern = Buffer.from(pattern);
    this.kind = kind;
    this.#skip = options.skip ?? 0;
    this.#times = options.times ?? 1;
  }

  /** How often the pattern has gone by, over all connections. */
  get occurrences(): number {
    return this.#occurrences;
  }

  /** How many connections it has cut. */
  get cuts(): number {
    return this.#cuts;
  }

  /**
   * Looks at the next chunk of a connection, of which `before` holds the last bytes carried so far. Returns the offset
   * in the chunk at which to cut.
   */
  look(before: Buffer, chunk: Buffer): number | undefined {
    const carried = before.subarray(Math.max(0, before.length - this.#pattern.length + 1));
    const bytes = Buffer.concat([carried, chunk]);
    let found = bytes.indexOf(this.#pattern);
    while (found !== -1) {
      if (this.#countsAsCut()) return this.#offset(found - carried.length);
      found = bytes.indexOf(this.#pattern, found + this.#pattern.length);
    }
    return undefined;
  }

  #countsAsCut(): boolean {
    this.#occurrences += 1;
    if (this.#occurrences <= this.#skip || this.#cuts >= this.#times) return false;
    this.#cuts += 1;
    return true;
  }

  #offset(start: number): number {
    // A pattern that began in an earlier chunk has in part been passed on already.
    return this.kind === 'before' ? Math.max(0, start) : start + this.#pattern.length;
  }
}
