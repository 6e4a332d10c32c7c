import { setTimeout as wait } from 'node:timers/promises';
import type { Session } from '../../ledger/session.ts';
import type { AuditedOperations } from '../audit-operations.ts';
import { JobSetTable, type SetProgress } from './job-set-table.ts';

export interface SetWork {
  readonly id: string;
  /** Who is said to have discarded or cancelled. */
  readonly by: string;
  /** Jobs a second. */
  readonly perSecond: number;
  /** Retrying stops when more than this part of those that ended has failed again. */
  readonly maxFailedAgain: number;
}

const SLICES_PER_SECOND = 5;
const MAX_SLICE = 500;

/**
 * Does to a chosen set what it was chosen for, at a rate, and writes down how far it is. Retrying stops by itself when
 * too many fail again, everything when somebody asks for it. False when the set is worked on already.
 */
export async function workOnSet(
  session: Session,
  operations: AuditedOperations,
  work: SetWork,
): Promise<boolean> {
  const table = new JobSetTable(session);
  const set = await table.find(work.id);
  const ids = await table.begin(work.id);
  if (!set || !ids) return false;
  const { action } = set;
  let progress: SetProgress = {};
  try {
    progress =
      action === 'retry'
        ? await retry(operations, ids, { ...work, table })
        : await inSlices(ids, { ...work, table }, (slice) =>
            action === 'discard'
              ? operations.discard(slice, `discarded by ${work.by}`).then(({ length }) => length)
              : operations
                  .cancel(slice, `cancelled by ${work.by}`)
                  .then(
                    (answers) =>
                      answers.filter((answer) => answer === 'cancelled' || answer === 'asked').length,
                  ),
          );
  } catch (error) {
    progress = { ...progress, stopped: error instanceof Error ? error.message : String(error) };
  }
  await table.end(work.id, progress);
  return true;
}

interface Working extends SetWork {
  readonly table: JobSetTable;
}

async function retry(
  operations: AuditedOperations,
  ids: readonly string[],
  { id, perSecond, maxFailedAgain, table }: Working,
): Promise<SetProgress> {
  const stop = new AbortController();
  const telling = new Set<Promise<void>>();
  const report = await operations.retrySet(ids, {
    perSecond,
    maxFailedAgain,
    signal: stop.signal,
    onProgress: ({ retried, completed, failedAgain }) => {
      const told = table
        .advance(id, { handled: retried, changed: retried, completed, failedAgain })
        .then((isStopAsked) => {
          if (isStopAsked) stop.abort();
        })
        // The next slice tells it again, and the end once more.
        .catch(() => undefined)
        .finally(() => telling.delete(told));
      telling.add(told);
    },
  });
  await Promise.all(telling);
  const { retried, completed, failedAgain, stopped } = report;
  const base = { handled: retried, changed: retried, completed, failedAgain };
  return stopped === undefined ? base : { ...base, stopped: stopped === 'aborted' ? ASKED : stopped };
}

async function inSlices(
  ids: readonly string[],
  { id, perSecond, table }: Working,
  act: (slice: readonly string[]) => Promise<number>,
): Promise<SetProgress> {
  const size = Math.min(MAX_SLICE, Math.max(1, Math.round(perSecond / SLICES_PER_SECOND)));
  let changed = 0;
  for (let at = 0; at < ids.length; at += size) {
    const slice = ids.slice(at, at + size);
    changed += await act(slice);
    const handled = at + slice.length;
    if (await table.advance(id, { handled, changed })) return { handled, changed, stopped: ASKED };
    if (handled < ids.length) await wait((slice.length / perSecond) * 1_000);
  }
  return { handled: ids.length, changed };
}

const ASKED = 'somebody stopped it';
