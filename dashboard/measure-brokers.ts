import type { QueueCounts } from '../src/broker/broker.ts';
import type { Brokers } from '../src/broker/brokers.ts';
import { keptAWhile } from '../src/ledger/kept-a-while.ts';
import type { Queue } from '../src/job/queue.ts';
import type { Registry } from '../src/job/registry.ts';
import type { Metrics, Reading } from '../src/telemetry/metrics.ts';
import { within } from './soonest.ts';

const PATIENCE_MS = 1_000;

/** Tells what the brokers themselves hold of each queue; a broker that does not answer within a second is left out. */
export function measureBrokers(
  metrics: Metrics,
  { registry, brokers }: { readonly registry: Registry; readonly brokers: Brokers },
): void {
  const countAll = keptAWhile(() =>
    Promise.all(registry.queues.map(async (queue) => ({ queue, counts: await countsOf(queue, brokers) }))),
  );
  const read = async (pick: (counts: QueueCounts) => number | undefined): Promise<readonly Reading[]> =>
    (await countAll()).flatMap(({ queue, counts }): readonly Reading[] => {
      const value = counts && pick(counts);
      return value === undefined ? [] : [[[queue.name, brokers.kindOf(queue)], value]];
    });
  const labels = ['queue', 'broker'];
  metrics.gauge(
    'nightshift_broker_ready',
    { help: 'Messages that the broker has for whoever asks next.', labels },
    () => read(({ ready }) => ready),
  );
  metrics.gauge(
    'nightshift_broker_held',
    { help: 'Messages that a worker holds and has not settled, where the broker can tell.', labels },
    () => read(({ held }) => held),
  );
  metrics.gauge(
    'nightshift_broker_consumers',
    { help: 'Consumers of the queue, where the broker can tell.', labels },
    () => read(({ consumers }) => consumers),
  );
}

function countsOf(queue: Queue, brokers: Brokers): Promise<QueueCounts | undefined> {
  const counting = brokers.of(queue).then((broker) => broker.counts(queue));
  return within(counting, PATIENCE_MS, undefined).catch(() => undefined);
}
