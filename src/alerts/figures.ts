import type { QueueStats } from '../ledger/search/count-jobs.ts';
import type { RegisteredWorker } from '../ledger/search/list-workers.ts';

/** A number of something that has a name, like a queue. */
export interface Measured {
  readonly subject: string;
  readonly value: number;
}

/** Everything that the rules look at, read at one time. `undefined`: it could not be read. */
export interface Figures {
  readonly queues: readonly QueueStats[];
  readonly workers: readonly RegisteredWorker[];
  /** Jobs that brokers hold of queues that are not recorded. */
  readonly unrecorded: readonly Measured[] | undefined;
  /** Of queues of which enough has ended lately, in percent. */
  readonly failureRatios: readonly Measured[];
  readonly failedLastHour: readonly Measured[];
  readonly carriedAgain: readonly Measured[];
  /** Milliseconds, by queue. */
  readonly relayLags: readonly Measured[];
  /** Milliseconds, by schedule. */
  readonly overdue: readonly Measured[];
  /** Percent of its limit, by Redis. */
  readonly redisMemory: readonly Measured[] | undefined;
  /** Percent; `undefined` while too little was asked. */
  readonly hitRatio: number | undefined;
  /** Percent in use. */
  readonly disk: number | undefined;
  /** Milliseconds for which servers have not answered. */
  readonly away: readonly Measured[];
  /** What RabbitMQ's nodes complain of. */
  readonly rabbitAlarms: readonly string[] | undefined;
}
