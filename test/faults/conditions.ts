import { PatternCut, type PatternCutOptions } from './pattern-cut.ts';

/**
 * What is wrong with one direction of a path, for all connections over it. May change at any time and then holds for
 * the bytes that come from there on.
 */
export class Conditions {
  /** Added to the way of each byte. */
  latencyMs = 0;
  /** The latency of each chunk differs by up to this much either way; their order stays. */
  jitterMs = 0;
  bytesPerSecond = Number.POSITIVE_INFINITY;
  /** Passes the bytes on in pieces of at most this many. */
  sliceBytes = Number.POSITIVE_INFINITY;
  /** Cuts a connection when it has carried this many bytes in this direction. */
  limitBytes = Number.POSITIVE_INFINITY;
  /**
   * Bytes vanish, the ends of connections too. A connection that has lost bytes passes none on ever after: TCP knows
   * no stream with a hole.
   */
  isBlackHole = false;
  readonly cuts = new Set<PatternCut>();

  /** Cuts a connection once the pattern, and all before it, has been passed on. */
  cutAfter(pattern: string | Uint8Array, options: PatternCutOptions = {}): PatternCut {
    return this.#add(new PatternCut(pattern, 'after', options));
  }

  /** Cuts a connection once all before the pattern, and nothing of the pattern, has been passed on. */
  cutBefore(pattern: string | Uint8Array, options: PatternCutOptions = {}): PatternCut {
    return this.#add(new PatternCut(pattern, 'before', options));
  }

  /** Passes the request with the pattern on, and cuts the connection when the next bytes come back. */
  loseReplyTo(pattern: string | Uint8Array, options: PatternCutOptions = {}): PatternCut {
    return this.#add(new PatternCut(pattern, 'on-reply', options));
  }

  /** All is well again; connections that have lost bytes stay silent. */
  heal(): void {
    this.latencyMs = 0;
    this.jitterMs = 0;
    this.bytesPerSecond = Number.POSITIVE_INFINITY;
    this.sliceBytes = Number.POSITIVE_INFINITY;
    this.limitBytes = Number.POSITIVE_INFINITY;
    this.isBlackHole = false;
    this.cuts.clear();
  }

  #add(cut: PatternCut): PatternCut {
    this.cuts.add(cut);
    return cut;
  }
}
