import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerUnavailableError } from './ledger-errors.ts';

/** Measured: larger batches gain nothing more. */
const MAX_ITEMS = 500;
/** Fewer items than this in a flush, and waiting for more makes PostgreSQL's work for each noticeably less. */
const FEW_ITEMS = 16;

export interface CoalesceOptions {
  /** Items wait this long for company, in milliseconds. Default 0: a flush begins as soon as none is under way. */
  readonly waitMs?: number;
  /**
   * After a flush of a few items the next waits this long, in milliseconds: they come in a crowd, and a fuller flush
   * costs each of them less. A lone item, and what follows it, waits for nothing. Default 0.
   */
  readonly crowdWaitMs?: number;
  /** Most items of one flush. Default 500. */
  readonly maxItems?: number;
}

interface Waiting<In, Out> {
  readonly item: In;
  readonly resolve: (answer: Out) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Turns a function of many items into one of a single item whose concurrent calls share flushes (group commit): never
 * two flushes at once, and whatever comes during one goes out together with the next. When PostgreSQL did not answer
 * all items of the flush reject; any other error may be one item's fault, so then each is flushed alone.
 */
export function coalesce<In, Out>(
  flush: (items: readonly In[]) => Promise<readonly Out[]>,
  { waitMs = 0, crowdWaitMs = 0, maxItems = MAX_ITEMS }: CoalesceOptions = {},
): (item: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = [];
  let isFlushing = false;

  const flushAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.length <= maxItems ? waiting : waiting.slice(0, maxItems);
      waiting = waiting.length <= maxItems ? [] : waiting.slice(maxItems);
      await flushBatch(flush, batch);
      if (crowdWaitMs > 0 && batch.length > 1 && batch.length < FEW_ITEMS) await sleep(crowdWaitMs);
    }
    isFlushing = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isFlushing) return;
      isFlushing = true;
      if (waitMs === 0) queueMicrotask(() => void flushAll());
      else setTimeout(() => void flushAll(), waitMs);
    });
}

async function flushBatch<In, Out>(
  flush: (items: readonly In[]) => Promise<readonly Out[]>,
  batch: readonly Waiting<In, Out>[],
): Promise<void> {
  try {
    const answers = await flush(batch.map(({ item }) => item));
    if (answers.length !== batch.length)
      throw new Error(`${batch.length} items were flushed and ${answers.length} answers came back.`);
    for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
  } catch (error) {
    if (batch.length === 1 || error instanceof LedgerUnavailableError) {
      for (const { reject } of batch) reject(error);
    } else {
      for (const one of batch) await flushBatch(flush, [one]);
    }
  }
}
