import type { Broker } from '../../src/broker/broker.ts';
import type { Queue } from '../../src/job/queue.ts';

/** One broker on one server, as the suites see it. */
export interface BrokerUnderTest {
  /** A module with `open(args)`, so that a child process can open the same broker. */
  readonly opener: { readonly module: URL; readonly args: OpenArgs };
  /** A queue that nothing else uses. */
  newQueue(): Queue;
  /** Publishes without Nightshift. */
  publishAsStranger(queue: Queue, name: string, value: unknown): Promise<void>;
  /** Puts a body that is not JSON into the queue; `undefined` where the server refuses such. */
  readonly publishRubbish?: (queue: Queue, raw: string) => Promise<void>;
}

/** Plain JSON: it goes to child processes. */
export type OpenArgs = Readonly<Record<string, string | number>>;

export interface BrokerOpener {
  open(args: OpenArgs): Promise<Broker>;
}

/** Opens the broker that the module of an opener offers. */
export async function openBroker({ module, args }: BrokerUnderTest['opener']): Promise<Broker> {
  const opener: BrokerOpener = await import(module.href);
  return opener.open(args);
}
