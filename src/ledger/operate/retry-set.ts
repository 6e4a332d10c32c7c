import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Session } from '../session.ts';
import { retryFailed } from './retry-failed.ts';

/** How a set of failed jobs is retried. */
export interface RetrySetOptions {
  /** Jobs a second. Default 50. */
  readonly perSecond?: number;
  /** Stops when more than this part of those that ended has failed again. Default 0.5; 1 never stops. */
  readonly maxFailedAgain?: number;
  /** Fewer ends than this say nothing yet. Default 10. */
  readonly fewestEnds?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RetrySetProgress) => void;
}

export interface RetrySetProgress {
  readonly total: number;
  /** How many were failed, and now wait again. */
  readonly retried: number;
  /** Of those, how many have completed, and how many have failed again. */
  readonly completed: number;
  readonly failedAgain: number;
}

export interface RetrySetReport extends RetrySetProgress {
  /** `undefined` when all were retried. */
  readonly stopped?: 'too many failed again' | 'aborted';
}

const SLICES_PER_SECOND = 5;
const MAX_SLICE = 500;

/**
 * Sends failed jobs round again, so many a second, and stops by itself when too many of them fail again: what broke
 * them is not mended then, and the rest keeps its error. What has not failed any more is passed over.
 */
export async function retrySet(
  database: Database,
  ids: readonly string[],
  options: RetrySetOptions = {},
): Promise<RetrySetReport> {
  const { perSecond = 50, maxFailedAgain = 0.5, fewestEnds = 10, signal, onProgress } = options;
  const slice = Math.min(MAX_SLICE, Math.max(1, Math.round(perSecond / SLICES_PER_SECOND)));
  const retried: string[] = [];
  let progress: RetrySetProgress = { total: ids.length, retried: 0, completed: 0, failedAgain: 0 };
  for (let at = 0; at < ids.length; at += slice) {
    if (signal?.aborted) return { ...progress, stopped: 'aborted' };
    if (isTooBad(progress, maxFailedAgain, fewestEnds))
      return { ...progress, stopped: 'too many failed again' };
    const next = ids.slice(at, at + slice);
    retried.push(...(await database.transaction((trx) => retryFailed(sessionOf(trx), next))));
    if (at + slice < ids.length) await wait((next.length / perSecond) * 1_000);
    progress = { total: ids.length, retried: retried.length, ...(await countEnds(database, retried)) };
    onProgress?.(progress);
  }
  return progress;
}

function isTooBad({ completed, failedAgain }: RetrySetProgress, most: number, fewest: number): boolean {
  const ended = completed + failedAgain;
  return ended >= fewest && failedAgain / ended > most;
}

async function countEnds(
  session: Session,
  ids: readonly string[],
): Promise<Pick<RetrySetProgress, 'completed' | 'failedAgain'>> {
  const [row] = await rowsOf<{ completed: number; failed: number }>(session, ENDS, [ids]);
  return { completed: row?.completed ?? 0, failedAgain: row?.failed ?? 0 };
}

const ENDS = `
SELECT count(*) FILTER (WHERE state = 'completed')::integer AS completed, count(*) FILTER (WHERE state = 'failed')::integer AS failed
FROM nightshift.jobs WHERE id = ANY($1::uuid[])`;
