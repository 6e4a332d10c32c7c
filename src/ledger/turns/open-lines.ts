import { rowsOf } from '../../db/rows-of.ts';
import type { JobDefinition } from '../../job/job-definition.ts';
import type { Registry } from '../../job/registry.ts';
import type { Session } from '../session.ts';
import { ALL_TOKENS, readBuckets } from './buckets.ts';
import type { OpenLine, Quota, WaitingJob } from './choose.ts';
import type { Line } from './find-lines.ts';

export interface LineSearch {
  readonly queue: string;
  readonly lines: readonly Line[];
  /** How many jobs will be chosen at most. */
  readonly room: number;
  /** By job name: how many of them are picked, published or active. */
  readonly held: ReadonlyMap<string, number>;
  readonly findJob: Registry['findJob'];
}

/** A line with the bucket it draws from, if any. */
export interface LimitedLine extends OpenLine {
  readonly limit: { readonly key: string; readonly perMs: number } | undefined;
}

export interface FoundOpenLines {
  readonly lines: readonly LimitedLine[];
  /** Milliseconds until a token comes back for which somebody waits. */
  readonly returnsInMs: number | undefined;
}

/** The lines of which somebody may go by what the definitions say, each with as many jobs of its head as may be chosen. */
export async function openLines(session: Session, search: LineSearch): Promise<FoundOpenLines> {
  const limited = await withLimits(session, search);
  const open = limited.filter(isOpen);
  // Each key gives one job at least, so that no more keys can be served than there is room.
  const turns = new Set([...new Set(open.map(({ turnKey }) => turnKey))].slice(0, search.room));
  const served = open.filter(({ turnKey }) => turns.has(turnKey));
  const share = Math.ceil(search.room / Math.max(1, turns.size));
  const heads = await readHeads(session, search.queue, served, share);
  const waits = limited.filter((line) => !isOpen(line)).map(({ returnsInMs }) => returnsInMs);
  const returning = waits.filter((ms) => ms !== undefined);
  return {
    lines: served.map((line, index) => ({ ...line, jobs: heads.get(index) ?? [] })),
    returnsInMs: returning.length > 0 ? Math.min(...returning) : undefined,
  };
}

function isOpen({ quotas }: LineWithLimits): boolean {
  return quotas.every(({ left }) => left > 0);
}

type LineWithLimits = Line & Omit<LimitedLine, 'jobs'> & { readonly returnsInMs: number | undefined };

async function withLimits(
  session: Session,
  { lines, held, findJob }: LineSearch,
): Promise<readonly LineWithLimits[]> {
  const places = new Map<string, Quota>();
  const tokens = new Map<string, Quota>();
  const keys = new Set(lines.map((line) => limitKeyOf(line, findJob(line.name))).filter((key) => key !== ''));
  const buckets = new Map((await readBuckets(session, [...keys])).map((bucket) => [bucket.key, bucket]));
  return lines.map((line) => {
    const definition = findJob(line.name);
    const { globalConcurrency, rateLimit } = definition ?? {};
    const quotas: Quota[] = [];
    if (definition && globalConcurrency !== undefined)
      quotas.push(shared(places, definition.name, () => globalConcurrency - heldOf(definition, held)));
    const key = limitKeyOf(line, definition);
    const bucket = buckets.get(key);
    if (key !== '')
      quotas.push(shared(tokens, key, () => (rateLimit?.max ?? ALL_TOKENS) - (bucket?.spent ?? 0)));
    return {
      ...line,
      quotas,
      limit: rateLimit && { key, perMs: rateLimit.perMs },
      returnsInMs: bucket?.returnsInMs,
    };
  });
}

/** A limit that was added after the job was accepted holds for it too. */
function limitKeyOf({ limitKey }: Line, definition: JobDefinition | undefined): string {
  return limitKey === '' && definition?.rateLimit ? definition.name : limitKey;
}

function heldOf({ name, aliases }: JobDefinition, held: ReadonlyMap<string, number>): number {
  return [name, ...aliases].reduce((sum, known) => sum + (held.get(known) ?? 0), 0);
}

function shared(quotas: Map<string, Quota>, key: string, count: () => number): Quota {
  const quota = quotas.get(key) ?? { left: count() };
  quotas.set(key, quota);
  return quota;
}

async function readHeads(
  session: Session,
  queue: string,
  lines: readonly LineWithLimits[],
  share: number,
): Promise<ReadonlyMap<number, readonly WaitingJob[]>> {
  if (lines.length === 0) return new Map();
  const rows = await rowsOf<WaitingJob & { line: number }>(session, HEADS, [
    queue,
    lines.map(({ turnKey }) => turnKey),
    lines.map(({ name }) => name),
    lines.map(({ limitKey }) => limitKey),
    lines.map(({ quotas }) => Math.min(share, ...quotas.map(({ left }) => left))),
  ]);
  const heads = new Map<number, WaitingJob[]>();
  for (const { line, id, rank } of rows) {
    const head = heads.get(line) ?? [];
    heads.set(line, head);
    head.push({ id, rank });
  }
  return heads;
}

const HEADS = `
SELECT l.place::integer - 1 AS line, o.id, extract(epoch FROM o.turn_rank)::float8 AS rank
FROM unnest($2::text[], $3::text[], $4::text[], $5::integer[]) WITH ORDINALITY AS l(turn_key, name, limit_key, jobs, place)
CROSS JOIN LATERAL (
  SELECT id, turn_rank FROM nightshift.outbox
  WHERE queue = $1 AND turn_key = l.turn_key AND turn_name = l.name AND limit_key = l.limit_key AND turn_rank IS NOT NULL
  ORDER BY turn_rank, id LIMIT l.jobs
) AS o
ORDER BY l.place, o.turn_rank, o.id`;
