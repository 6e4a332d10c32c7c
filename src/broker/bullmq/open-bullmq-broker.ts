import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisAddress } from '../../config/redis-address.ts';
import { type Log, silentLog } from '../../telemetry/log.ts';
import type { Broker } from '../broker.ts';
import { BrokerEmitter } from './broker-emitter.ts';
import { BullMqBroker } from './bullmq-broker.ts';
import { RedisCarrier } from './redis-carrier.ts';

export interface BullMqBrokerOptions {
  readonly address: RedisAddress;
  /** BullMQ's `prefix`; on a Cluster it is put in braces if it has none, so that all keys of a queue are on one server. Default `bull`. */
  readonly prefix?: string;
  /** Longest that a publication waits for its answer. Default 2,000. */
  readonly deadlineMs?: number;
  /** Default: nothing is logged. */
  readonly log?: Log;
}

/**
 * Queues on Redis. Resolves within the deadline, also when Redis is away: then it goes on connecting. Throws
 * `EvictingRedisError` or `UnsupportedRedisError` when the server is not fit to carry queues.
 */
export async function openBullMqBroker(options: BullMqBrokerOptions): Promise<Broker> {
  const { address, deadlineMs = 2_000, log = silentLog } = options;
  const prefix = prefixOn(address, options.prefix ?? 'bull');
  const events = new BrokerEmitter('Redis', log);
  const carrier = new RedisCarrier({ address, prefix, deadlineMs, log }, events);
  try {
    await Promise.race([carrier.gate.waitUntilOpen(), sleep(deadlineMs, undefined, { ref: false })]);
  } catch (error) {
    await carrier.close();
    throw error;
  }
  if (carrier.gate.waitUntilOpen()) log.warn('Redis does not answer yet; queues start when it does');
  return new BullMqBroker(carrier, events, log);
}

function prefixOn({ kind }: RedisAddress, prefix: string): string {
  return kind === 'cluster' && !/\{.+\}/.test(prefix) ? `{${prefix}}` : prefix;
}
