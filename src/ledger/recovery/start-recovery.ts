import type { Broker } from '../../broker/broker.ts';
import type { Queue } from '../../job/queue.ts';
import { type Log, silentLog } from '../../telemetry/log.ts';
import type { Ledger, Recovered } from '../ledger.ts';
import { IdleQueues } from './idle-queues.ts';
import { Recoveries } from './recoveries.ts';

export interface RecoveryOptions {
  readonly ledger: Pick<Ledger, 'recover'>;
  /** Those of unrecorded jobs too: a retry or a snooze has given some of them a row. */
  readonly queues: readonly Queue[];
  readonly brokerOf: (queue: Queue) => Promise<RecoveryBroker>;
  readonly log?: Log;
  /** Told of each recovery that brought something back: an alarm. */
  readonly onRecovered?: (queue: string, recovered: Recovered) => void;
  /** Between two looks at the brokers, in milliseconds. Default 10,000. */
  readonly lookEveryMs?: number;
}

export type RecoveryBroker = Pick<Broker, 'kind' | 'on' | 'counts'>;

export interface RunningRecovery {
  close(): Promise<void>;
}

/** Brings jobs back whenever a broker says that it forgot a queue, or has been suspiciously idle. */
export function startRecovery({
  ledger,
  queues,
  brokerOf,
  log = silentLog,
  onRecovered = () => {},
  lookEveryMs = 10_000,
}: RecoveryOptions): RunningRecovery {
  const recoveries = new Recoveries({ ledger, log, onRecovered });
  const carriers = new Map<string, RecoveryBroker>();
  const idle = new IdleQueues((queue) => recoveries.start(queue, 'nothing was ready for 30 s'));
  const heard = new WeakSet<RecoveryBroker>();

  const lookAt = async (queue: Queue): Promise<void> => {
    const broker = await brokerOf(queue);
    carriers.set(queue.name, broker);
    if (!heard.has(broker)) {
      heard.add(broker);
      broker.on('forgot', (name, why) => {
        // A broker may also be asked for what it has of a queue that another carries now.
        if (carriers.get(name) === broker) recoveries.start(name, why);
      });
    }
    // Asking also makes the broker watch the queue.
    const { ready } = await broker.counts(queue);
    if (broker.kind === 'rabbitmq') idle.saw(queue.name, ready);
  };
  const look = async (): Promise<void> => {
    // A broker that is away says so itself, and tells what it forgot when it is back.
    await Promise.allSettled(queues.map(lookAt));
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  void look();
  return {
    close: () => {
      clearInterval(timer);
      return recoveries.close();
    },
  };
}
