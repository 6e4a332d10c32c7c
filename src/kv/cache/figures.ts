import type { FigureSums } from './cache-store.ts';

/** What became of the questions for one kind of key. */
export interface KindFigures {
  readonly kind: string;
  /** Answered from the process itself. */
  readonly nearHits: number;
  /** Answered from the store. */
  readonly hits: number;
  /** Answered with the old value, while the new one was loaded. */
  readonly staleHits: number;
  readonly misses: number;
  /** Times that the source was asked. */
  readonly loads: number;
}

/** Sums that only grow. */
export type KindCounts = { -readonly [Name in keyof Omit<KindFigures, 'kind'>]: number };

/** Counts in this process, to be added to the store's now and then. */
export class Figures {
  #kinds = new Map<string, KindCounts>();

  of(kind: string): KindCounts {
    const known = this.#kinds.get(kind);
    if (known) return known;
    const counts = none();
    this.#kinds.set(kind, counts);
    return counts;
  }

  /** What has been counted since the last call. Whoever holds counts of a kind goes on counting in them. */
  take(): FigureSums {
    const sums: Record<string, Record<string, number>> = {};
    for (const [kind, counts] of this.#kinds) {
      const counted = Object.entries(counts).filter(([, count]) => count > 0);
      if (counted.length > 0) sums[kind] = Object.fromEntries(counted);
      Object.assign(counts, none());
    }
    return sums;
  }

  /** Counts what could not be added to the store. */
  giveBack(sums: FigureSums): void {
    for (const [kind, figures] of Object.entries(sums)) {
      const counts = this.of(kind);
      for (const name of NAMES) counts[name] += figures[name] ?? 0;
    }
  }
}

/** The store's sums as they are shown, the most asked kind first. */
export function kindFigures(sums: FigureSums): readonly KindFigures[] {
  const kinds = Object.entries(sums).map(([kind, figures]) => ({ kind, ...none(), ...figures }));
  const asked = ({ nearHits, hits, staleHits, misses }: KindFigures): number =>
    nearHits + hits + staleHits + misses;
  return kinds.toSorted((one, other) => asked(other) - asked(one));
}

function none(): KindCounts {
  return { nearHits: 0, hits: 0, staleHits: 0, misses: 0, loads: 0 };
}

// as: the names of an object without others
const NAMES = Object.keys(none()) as (keyof KindCounts)[];
