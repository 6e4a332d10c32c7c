/** How many more jobs a limit lets go; lines that draw from the same limit share one. */
export interface Quota {
  left: number;
}

export interface WaitingJob {
  readonly id: string;
  /** Seconds; the lowest comes first. */
  readonly rank: number;
}

/** The head of a line. */
export interface OpenLine {
  readonly turnKey: string;
  readonly quotas: readonly Quota[];
  readonly jobs: readonly WaitingJob[];
}

export interface Chosen<Open extends OpenLine> {
  readonly line: Open;
  readonly id: string;
}

/**
 * Chooses up to `places` jobs: one of each turn key after the other, in the order in which the keys are given, and of
 * each key the first by rank of those that no limit holds back. Counts the quotas down.
 */
export function choose<Open extends OpenLine>(
  lines: readonly Open[],
  places: number,
): readonly Chosen<Open>[] {
  const turns = byTurnKey(lines);
  const chosen: Chosen<Open>[] = [];
  let hasTaken = true;
  while (hasTaken) {
    hasTaken = false;
    for (const heads of turns) {
      if (chosen.length === places) return chosen;
      const taken = takeFirst(heads);
      if (taken) chosen.push(taken);
      hasTaken ||= taken !== undefined;
    }
  }
  return chosen;
}

interface Head<Open extends OpenLine> {
  readonly line: Open;
  next: number;
}

function byTurnKey<Open extends OpenLine>(lines: readonly Open[]): readonly (readonly Head<Open>[])[] {
  const turns = new Map<string, Head<Open>[]>();
  for (const line of lines) {
    const heads = turns.get(line.turnKey) ?? [];
    turns.set(line.turnKey, heads);
    heads.push({ line, next: 0 });
  }
  return [...turns.values()];
}

function takeFirst<Open extends OpenLine>(heads: readonly Head<Open>[]): Chosen<Open> | undefined {
  let first: { readonly head: Head<Open>; readonly job: WaitingJob } | undefined;
  for (const head of heads) {
    const job = head.line.jobs[head.next];
    if (!job || head.line.quotas.some(({ left }) => left <= 0)) continue;
    if (!first || job.rank < first.job.rank) first = { head, job };
  }
  if (!first) return undefined;
  const { head, job } = first;
  head.next += 1;
  for (const quota of head.line.quotas) quota.left -= 1;
  return { line: head.line, id: job.id };
}
