import type { Json } from './json.ts';

export type BrokerKind = 'bullmq' | 'rabbitmq';

/** What a stranger's message turns into: a job of ours by name, and its payload. `undefined` means "not for us". */
export type Accept = (
  message: StrangerMessage,
) => { readonly job: string; readonly payload: unknown } | undefined;

/** A message that a program without Nightshift published to one of our queues. */
export interface StrangerMessage {
  readonly name?: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly exchange?: string;
  readonly routingKey?: string;
}

/** One line of the table of queues, `jobs/queues.ts`. */
export interface QueueDefinition {
  /** Unique over both brokers; lower case letters, digits, `-`, `_` and `.`. */
  readonly name: string;
  /** Which broker carries it; RabbitMQ queues run on BullMQ while `AMQP_URL` is unset. */
  readonly broker: BrokerKind;
  /** Whether the ledger knows each job before the broker does. Default true. */
  readonly recorded?: boolean;
  /** The worker group that consumes it: the name of a file in `workers/` and of a line in the Procfile. */
  readonly workers: string;
  /** Jobs wait in the ledger and are handed out by priority minus age: a point is worth a minute of waiting. Default false. */
  readonly priorities?: boolean;
  /** Jobs wait in the ledger and are handed out in turns, one per value of this payload path, within a turn by priority. `tenant` is the job's tenant, or else `tenant` of its payload. */
  readonly fairBy?: string;
  /** RabbitMQ: how many unsettled messages one consumer holds. Default twice the concurrency. */
  readonly prefetch?: number;
  /** RabbitMQ: exchanges bound to this queue, for strangers that publish to an exchange. */
  readonly bindings?: readonly {
    readonly exchange: string;
    readonly key: string;
    readonly type?: 'direct' | 'topic' | 'fanout';
  }[];
  /** RabbitMQ: the queue's own arguments, for a queue that others declared (`{ 'x-queue-type': 'classic' }`). */
  readonly arguments?: Readonly<Record<string, Json>>;
  /** How messages of strangers become jobs. Default: `type` or job name as it is, the body as payload. */
  readonly accept?: Accept;
}

/** A queue with its defaults filled in. */
export type Queue = QueueDefinition & { readonly recorded: boolean };

/** Checks one queue and fills in its defaults. Throws {@link TypeError} on a bad name, broker or worker group. */
export function defineQueue(definition: QueueDefinition): Queue {
  if (!/^[a-z0-9][a-z0-9._-]{0,99}$/.test(definition.name)) {
    throw new TypeError(
      `Queue name ${JSON.stringify(definition.name)} is not usable: expected 1 to 100 lower case letters, digits, ".", "-" or "_". Rename the queue.`,
    );
  }
  const { name, broker, workers } = definition;
  if (broker !== 'bullmq' && broker !== 'rabbitmq')
    throw new TypeError(
      `Queue ${name} has the broker ${JSON.stringify(broker)}: expected "bullmq" or "rabbitmq".`,
    );
  if (typeof workers !== 'string' || workers === '')
    throw new TypeError(
      `Queue ${name} has no \`workers\`: expected the name of the worker group that consumes it.`,
    );
  return { recorded: true, ...definition };
}

/** Whether the queue's jobs wait in the ledger until the relay picks them, instead of going to the broker at once. */
export function waitsForTurn(queue: Queue): boolean {
  return queue.priorities === true || queue.fairBy !== undefined;
}
