import type { QueueCounts } from '../src/broker/broker.ts';
import type { Brokers } from '../src/broker/brokers.ts';
import type { Queue } from '../src/job/queue.ts';
import { keptAWhile } from '../src/ledger/kept-a-while.ts';
import { within } from './soonest.ts';

/** What the brokers hold of each queue; nothing of those whose broker did not answer within a second. */
export type AskBrokers = () => Promise<readonly CountedQueue[]>;

interface CountedQueue {
  readonly queue: Queue;
  readonly counts: QueueCounts | undefined;
}

const PATIENCE_MS = 1_000;

/** Asks the brokers at most once a second, however often it is called. */
export function askBrokers(queues: readonly Queue[], brokers: Brokers): AskBrokers {
  const countsOf = (queue: Queue): Promise<QueueCounts | undefined> => {
    const counting = brokers.of(queue).then((broker) => broker.counts(queue));
    return within(counting, PATIENCE_MS, undefined).catch(() => undefined);
  };
  return keptAWhile(() =>
    Promise.all(queues.map(async (queue) => ({ queue, counts: await countsOf(queue) }))),
  );
}
