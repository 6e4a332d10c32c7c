import type { Options } from 'amqplib';
import type { AmqpAddress } from '../../config/amqp-address.ts';

/** Seconds between two signs of life. Two missed in a row end the connection, so a dead one is noticed within 15 s. */
const HEARTBEAT_S = 5;

/** What amqplib needs for each host of the cluster, every field given, so that one can replace another in place. */
export function connectOptions(
  address: AmqpAddress,
): readonly Required<
  Pick<Options.Connect, 'protocol' | 'hostname' | 'port' | 'username' | 'password' | 'vhost' | 'heartbeat'>
>[] {
  return address.servers.map(({ host, port }) => ({
    protocol: address.isTls ? 'amqps' : 'amqp',
    hostname: host,
    port,
    username: address.username,
    password: address.password,
    // amqplib decodes it.
    vhost: encodeURIComponent(address.vhost),
    heartbeat: HEARTBEAT_S,
  }));
}
