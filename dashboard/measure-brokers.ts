import type { QueueCounts } from '../src/broker/broker.ts';
import type { Brokers } from '../src/broker/brokers.ts';
import type { Metrics, Reading } from '../src/telemetry/metrics.ts';
import type { AskBrokers } from './ask-brokers.ts';

/** Tells what the brokers themselves hold of each queue; what a broker that does not answer holds is left out. */
export function measureBrokers(
  metrics: Metrics,
  { ask, brokers }: { readonly ask: AskBrokers; readonly brokers: Brokers },
): void {
  const read = async (pick: (counts: QueueCounts) => number | undefined): Promise<readonly Reading[]> =>
    (await ask()).flatMap(({ queue, counts }): readonly Reading[] => {
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
