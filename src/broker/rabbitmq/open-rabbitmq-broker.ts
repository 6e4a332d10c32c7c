import { hostname } from 'node:os';
import type { SocketOptions } from 'amqplib';
import type { AmqpAddress } from '../../config/amqp-address.ts';
import type { Queue } from '../../job/queue.ts';
import { type Log, silentLog } from '../../telemetry/log.ts';
import { type Deferred, makeDeferred } from './deferred.ts';
import { Link } from './link.ts';
import { isAccessError, RabbitMqAccessError } from './rabbitmq-access-error.ts';
import { RabbitMqBroker, type RabbitMqBrokerParts } from './rabbitmq-broker.ts';
import { settlesWithin } from './settles-within.ts';

export interface RabbitMqBrokerOptions {
  readonly address: AmqpAddress;
  /** The queues that this process publishes to; they are declared on each connection. Those consumed are added by themselves. */
  readonly queues: readonly Queue[];
  /** Certificates for `amqps://`: `ca`, `cert`, `key`, `passphrase`, `servername`. Default: Node's own. */
  readonly tls?: Pick<SocketOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'servername'>;
  /** Longest that a publication waits for its answer, in milliseconds. Default 2,000. */
  readonly deadlineMs?: number;
  /** Longer bodies are rubbish without being parsed, in bytes. Default 65,536. */
  readonly maxBodyBytes?: number;
  /** The server's `consumer_timeout`, which AMQP does not tell, in milliseconds. Default 1,800,000. */
  readonly consumerTimeoutMs?: number;
  /** What RabbitMQ shows as the name of connections and consumers. Default host and pid. */
  readonly name?: string;
  /** Default: nothing is logged. */
  readonly log?: Log;
}

/** How long the first connection may take before the server counts as away. */
const FIRST_CONNECTION_MS = 5_000;

/**
 * Queues on RabbitMQ. Resolves also when the server is away, within 5 s; then it goes on connecting. Rejects with
 * `RabbitMqAccessError` when the server or TLS refuses us, and with `QueueMismatchError` when a queue is there with
 * other properties.
 */
export async function openRabbitMqBroker(options: RabbitMqBrokerOptions): Promise<RabbitMqBroker> {
  const { queues, deadlineMs = 2_000, maxBodyBytes = 65_536, log = silentLog } = options;
  const { consumerTimeoutMs = 1_800_000, name = `nightshift ${hostname()}:${process.pid}` } = options;
  const settled = makeDeferred();
  const openLink = linkOpener({ ...options, name }, settled);
  const broker = new RabbitMqBroker({
    name,
    openLink,
    queues,
    publishTimeoutMs: deadlineMs,
    maxBodyBytes,
    consumerTimeoutMs,
    log,
  });
  void broker.ready.then(settled.resolve);
  try {
    if (await settlesWithin(FIRST_CONNECTION_MS, settled.promise)) await settled.promise;
    if (broker.mismatch !== undefined) throw broker.mismatch;
    return broker;
  } catch (error) {
    await broker.close();
    throw error;
  }
}

/** Opens links, and settles the waiting for the first: refused for good, or no host has answered. */
function linkOpener(
  options: RabbitMqBrokerOptions & { name: string },
  first: Deferred,
): RabbitMqBrokerParts['openLink'] {
  const { address, tls, name } = options;
  let failures = 0;
  return (purpose) => {
    const link = new Link({ address, name: `${name} ${purpose}`, ...(tls !== undefined && { tls }) });
    link.on('failed', (cause) => {
      if (isAccessError(cause)) first.reject(new RabbitMqAccessError(address, cause));
      else if (++failures >= address.servers.length) first.resolve();
    });
    return link;
  };
}
