import { until } from '../until.ts';
import type { Stack } from './stack.ts';

/** What became of all jobs of a scenario. */
export interface Account {
  readonly accepted: number;
  /** Ended well, with an effect to show for it. */
  readonly completed: number;
  readonly failed: number;
  /** Accepted, and neither. */
  readonly lost: number;
  readonly duplicateEffects: number;
  /** Failed because nobody knows whether the effect was done. */
  readonly ambiguous: number;
  /** Effects that nobody asked for. */
  readonly unexpected: number;
  /** How many jobs failed for which reason. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The first few of the lost: their numbers, and how the ledger has them. */
  readonly lostJobs: readonly string[];
}

interface Row {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
}

/** Waits until every accepted job has ended, or the time is over. */
export async function settle(stack: Stack, timeoutMs: number): Promise<void> {
  const { production, effects, servers } = stack;
  const open = async (): Promise<number> => {
    const [row] = await servers.postgres.query(
      `SELECT count(*)::integer AS count FROM nightshift.jobs WHERE state IN ('waiting', 'active')`,
    );
    const ended = await endedIds(stack);
    const flooded = [...production.accepted].filter(
      ([id, { n, kind }]) => kind === 'unrecorded' && !effects.flooded.has(n) && !ended.has(id),
    );
    return Number(row?.['count']) + flooded.length;
  };
  await until(async () => (await open()) === 0, { what: 'every job to end', timeoutMs, everyMs: 250 });
}

/** Compares what was promised with what the ledger says and what was done. */
export async function takeAccount({ production, effects, servers }: Stack): Promise<Account> {
  const rows = (await servers.postgres.query(
    'SELECT id, state, reason FROM nightshift.jobs',
  )) as unknown as readonly Row[]; // as the query says
  const done = await countEffects(effects, servers);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lostJobs: string[] = [];
  const ends = [...production.accepted].map(([id, { n, kind }]) => {
    const state = byId.get(id)?.state;
    if (state === 'failed') return 'failed';
    const isDone = kind === 'recorded' ? state === 'completed' && done.has(n) : effects.flooded.has(n);
    if (!isDone) lostJobs.push(`${n} (${kind}, ${state}, ${done.get(n) ?? 0} effects)`);
    return isDone ? 'completed' : 'lost';
  });
  const count = (end: (typeof ends)[number]): number => ends.filter((one) => one === end).length;
  const failed = rows.filter(({ state }) => state === 'failed');
  return {
    accepted: ends.length,
    completed: count('completed'),
    failed: count('failed'),
    lost: count('lost'),
    duplicateEffects: [...done.values()].reduce((sum, times) => sum + times - 1, 0),
    ambiguous: failed.filter(({ reason }) => reason === 'ambiguous').length,
    unexpected: [...done.keys(), ...effects.flooded.keys()].filter((n) => !production.wanted.has(n)).length,
    reasons: countBy(failed.map(({ reason }) => reason ?? 'none')),
    lostJobs: lostJobs.slice(0, 10),
  };
}

/** The ledger line of a scenario. */
export function describeAccount(account: Account, recoveryMs: number | undefined, seed: number): string {
  const recovery = recoveryMs === undefined ? '' : ` · recovery ${(recoveryMs / 1_000).toFixed(1)} s`;
  const { accepted, completed, failed, lost, duplicateEffects, ambiguous } = account;
  return `accepted ${accepted} · completed ${completed} · failed ${failed} · lost ${lost} · duplicate effects ${duplicateEffects} · ambiguous ${ambiguous}${recovery} · seed ${seed}`;
}

/** Effects in the world outside and in the database. */
async function countEffects(
  { done }: Stack['effects'],
  { postgres }: Stack['servers'],
): Promise<ReadonlyMap<number, number>> {
  const rows = await postgres.query('SELECT n, count(*)::integer AS times FROM chaos_effects GROUP BY n');
  return new Map([...done, ...rows.map(({ n, times }) => [Number(n), Number(times)] as const)]);
}

async function endedIds({ servers }: Stack): Promise<ReadonlySet<string>> {
  const rows = await servers.postgres.query(`SELECT id FROM nightshift.jobs WHERE state = 'failed'`);
  return new Set(rows.map(({ id }) => String(id)));
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
