import type { Json } from '../job/json.ts';
import type { BrokerKind, Queue } from '../job/queue.ts';

/** One handing of a job to a broker. Its broker id is `<id>-<publication>`, so that twice is once. */
export interface Publication {
  readonly id: string;
  readonly publication: number;
  readonly queue: string;
  readonly name: string;
  readonly payload: Json;
  /** Version of the payload's shape. */
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs?: number;
  /** W3C traceparent. */
  readonly trace?: string;
  /** Sent again by recovery: an equal message may still be about, so its claim must be waited for. */
  readonly isRepeat: boolean;
}

/** Who sent a message: us, with the numbers that its claim needs, or a stranger. */
export type Mark =
  | {
      readonly kind: 'ours';
      readonly id: string;
      readonly publication: number;
      readonly version: number;
      readonly expiresAtMs?: number;
      readonly trace?: string;
      readonly isRepeat: boolean;
    }
  | {
      readonly kind: 'stranger';
      /** The id under which adopting it twice is once, where the broker gives a key to make one from. */
      readonly adoptAs?: string;
      readonly exchange?: string;
      readonly routingKey?: string;
      readonly headers: Readonly<Record<string, unknown>>;
    };

/** `rubbish` is a body that is not JSON; `why` says what it is instead, to follow "the message is not usable: ". */
export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'rubbish'; readonly raw: Uint8Array; readonly why?: string };

/** A message in the hands of this process, until it is settled, handed back or lost. */
export interface Delivery {
  readonly queue: string;
  /** The job's name, if the message carries one. */
  readonly name?: string;
  readonly mark: Mark;
  readonly body: Body;
  /** The broker has not delivered it to anyone before, as far as it knows. */
  readonly isFirst: boolean;
  /** When it was published, in milliseconds since the epoch, where the broker knows. */
  readonly publishedAtMs?: number;
  /**
   * Why the broker has given up on it, on deliveries of its dead-letter queue only; `queue` is where it died. Ours is
   * a hint (row waiting: sent again, else dropped), a stranger's becomes a failed job.
   */
  readonly deadLetter?: string;
  /** The broker may have given it to somebody else. */
  isLost(): boolean;
  /** Called once, when it is lost; at once when it already is. */
  onLost(listener: () => void): void;
  /** The message is done with, whatever became of the job. Resolves for a lost delivery too. */
  settle(): Promise<void>;
  /** The message goes back to the head of its queue, for another worker. Resolves for a lost delivery too. */
  handBack(): Promise<void>;
}

export interface ConsumeOptions {
  /** Most unsettled deliveries that this consumer holds at a time. */
  readonly hold: number;
}

export interface Consumer {
  /** No new deliveries from now on; those held may still be settled. */
  stop(): Promise<void>;
  /** Takes deliveries again after `stop`, or rebuilds a consumer that has gone quiet. */
  resume(): Promise<void>;
  /** Gives up; what is still unsettled goes back to the queue. */
  close(): Promise<void>;
}

/** `held`: delivered and not settled; `undefined` where the broker cannot tell. */
export interface QueueCounts {
  readonly ready: number;
  readonly held: number | undefined;
  /** Consumers of all processes, where the broker can tell. */
  readonly consumers?: number;
}

export interface BrokerEvents {
  /** The connection went away, with the cause. */
  lost: [cause: Error];
  /** The connection is back after this many milliseconds. */
  restored: [downMs: number];
  /** The broker may have forgotten what it held for this queue: recovery must look. */
  forgot: [queue: string, why: string];
}

/**
 * What carries publications to workers: BullMQ or RabbitMQ. It may lose everything without a recorded job being
 * lost, and may deliver twice without a job running twice; the ledger sees to both.
 */
export interface Broker {
  readonly kind: BrokerKind;
  /** Whether two publications of one broker id can both be delivered; false only on BullMQ with Redis. */
  readonly mayDeliverCopies: boolean;
  /**
   * How long a delivery may stay unsettled before the broker takes it back, in milliseconds; jobs with a longer timeout
   * must be refused at start. `undefined`: as long as its consumer lives.
   */
  readonly maxHoldMs?: number;
  /** One answer each, in order: `undefined` when the broker has confirmed that it holds the message. Settles within the deadline; never throws. */
  publish(batch: readonly Publication[]): Promise<readonly (PublishError | undefined)[]>;
  /** Delivers to `onDelivery`, which must not throw. Reconnects by itself until closed. */
  consume(queue: Queue, options: ConsumeOptions, onDelivery: (delivery: Delivery) => void): Promise<Consumer>;
  counts(queue: Queue): Promise<QueueCounts>;
  /** Removes every message of the queue that nobody holds; gives how many. */
  purge(queue: Queue): Promise<number>;
  /** Resolves when the broker answers; rejects with what is wrong. */
  ping(): Promise<void>;
  on<Event extends keyof BrokerEvents>(
    event: Event,
    listener: (...details: BrokerEvents[Event]) => void,
  ): void;
  close(): Promise<void>;
}

/** `refused`: the broker does not have it. `unconfirmed`: it may have it. */
export interface PublishError extends Error {
  readonly kind: 'refused' | 'unconfirmed';
}
