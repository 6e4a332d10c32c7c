import { type ChannelModel, connect, type Options } from 'amqplib';
import type { AmqpAddress } from '../../config/amqp-address.ts';
import type { Queue } from '../../job/queue.ts';
import { connectOptions } from './connect-options.ts';
import { assertQueue, hasQueue } from './declare-queue.ts';
import { ManagementApi } from './management.ts';
import type { RabbitMqBrokerOptions } from './open-rabbitmq-broker.ts';
import { QueueMismatchError } from './queue-mismatch-error.ts';
import { settlesWithin } from './settles-within.ts';

export interface RabbitMqToExamine extends Pick<RabbitMqBrokerOptions, 'address' | 'queues' | 'tls'> {
  /** `AMQP_MANAGEMENT_URL`; without it, what only the management API knows is "unknown". */
  readonly managementUrl?: string;
}

/** One look at RabbitMQ, and what it showed. */
export interface RabbitMqFinding {
  readonly about: string;
  readonly looked: string;
  /** `warning`: it works, and something should be mended. `failed`: jobs would not run, or might be lost. */
  readonly state: 'ok' | 'warning' | 'failed';
  readonly found: string;
  readonly remedy?: string;
}

const TIMEOUT_MS = 5_000;

/** Looks at each host of the cluster, at the queues and the alarms. Changes nothing and never rejects. */
export async function examineRabbitMq(examined: RabbitMqToExamine): Promise<readonly RabbitMqFinding[]> {
  const hosts = await Promise.all(connectOptions(examined.address).map((host) => reach(host, examined)));
  const models = hosts.flatMap(({ model }) => (model === undefined ? [] : [model]));
  const [first] = models;
  const findings = [
    ...hosts.map(({ finding }) => finding),
    accessOf(examined.address),
    ...(first === undefined ? [] : await queuesOf(first, examined.queues)),
    await alarmsOf(examined),
  ];
  await Promise.all(models.map((model) => settlesWithin(TIMEOUT_MS, model.close())));
  return findings;
}

interface Reached {
  readonly finding: RabbitMqFinding;
  readonly model?: ChannelModel;
}

async function reach(host: Options.Connect, { tls }: RabbitMqToExamine): Promise<Reached> {
  const looked = `server ${host.hostname}:${host.port}`;
  try {
    const model = await connect(host, { ...tls, noDelay: true, timeout: TIMEOUT_MS });
    model.on('error', () => {});
    return { model, finding: versionOf(looked, model) };
  } catch (error) {
    const remedy = 'Check AMQP_URL, and that the server runs and lets this machine and user in.';
    return { finding: failed(looked, messageOf(error), remedy) };
  }
}

function versionOf(looked: string, { connection }: ChannelModel): RabbitMqFinding {
  const { product, version } = connection.serverProperties;
  const found = `${product} ${version}`;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 3 || (major === 3 && minor >= 10)) return ok(looked, `${found}, with quorum queues`);
  return failed(
    looked,
    found,
    'Upgrade to RabbitMQ 3.10 or newer, whose quorum queues keep what they have confirmed.',
  );
}

function accessOf({ isTls, username, servers }: AmqpAddress): RabbitMqFinding {
  const isFar = servers.some(({ host }) => !isLoopback(host));
  if (isFar && username === 'guest') {
    return warning(
      'access',
      'user guest from another machine',
      'Make a user of its own for Nightshift, and delete guest.',
    );
  }
  if (isFar && !isTls) {
    return warning(
      'access',
      'passwords and payloads cross the network unencrypted',
      'Use amqps:// in AMQP_URL.',
    );
  }
  return ok('access', `user ${username}${isTls ? ', TLS' : ''}`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

async function queuesOf(model: ChannelModel, queues: readonly Queue[]): Promise<readonly RabbitMqFinding[]> {
  const findings: RabbitMqFinding[] = [];
  for (const queue of queues) findings.push(await queueOf(model, queue));
  return findings;
}

async function queueOf(model: ChannelModel, queue: Queue): Promise<RabbitMqFinding> {
  const looked = `queue ${queue.name}`;
  try {
    if (!(await hasQueue(model, queue.name)))
      return ok(looked, 'not there; it is declared when it is first used');
    await assertQueue(model, queue);
    return ok(looked, 'as in jobs/queues.ts');
  } catch (error) {
    if (error instanceof QueueMismatchError)
      return failed(looked, `another ${error.property}`, error.message);
    return failed(
      looked,
      messageOf(error),
      'Check that the user of AMQP_URL may read and configure the queue.',
    );
  }
}

async function alarmsOf({ address, managementUrl }: RabbitMqToExamine): Promise<RabbitMqFinding> {
  if (managementUrl === undefined) return ok('alarms', 'unknown: AMQP_MANAGEMENT_URL is not set');
  try {
    const alarms = await new ManagementApi({ url: managementUrl, vhost: address.vhost }).alarms();
    if (alarms.length === 0) return ok('alarms', 'none');
    return failed(
      'alarms',
      alarms.join('; '),
      'Free memory or disk space there: until then no publication is taken.',
    );
  } catch (error) {
    return warning(
      'alarms',
      `unknown: ${messageOf(error)}`,
      'Check AMQP_MANAGEMENT_URL, its user and its password.',
    );
  }
}

function ok(looked: string, found: string): RabbitMqFinding {
  return { about: 'RabbitMQ', looked, state: 'ok', found };
}

function warning(looked: string, found: string, remedy: string): RabbitMqFinding {
  return { about: 'RabbitMQ', looked, state: 'warning', found, remedy };
}

function failed(looked: string, found: string, remedy: string): RabbitMqFinding {
  return { about: 'RabbitMQ', looked, state: 'failed', found, remedy };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
