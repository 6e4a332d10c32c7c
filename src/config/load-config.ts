import { resolve } from 'node:path';
import type { AmqpAddress } from './amqp-address.ts';
import { type ApiConfig, apiConfig } from './api-config.ts';
import { deepFreeze } from './deep-freeze.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { InvalidConfigError } from './invalid-config-error.ts';
import { refuseMisspeltNames } from './misspelt-names.ts';
import { noteOtherNames } from './other-names.ts';
import { type PushConfig, pushConfig } from './push-config.ts';
import { type Refuse, readVariables } from './read-variables.ts';
import type { RedisAddress } from './redis-address.ts';
import { type RedisConfig, redisConfig, withAccess } from './redis-config.ts';
import { type TwilioConfig, twilioConfig } from './twilio-config.ts';
import type { Values } from './variable.ts';
import { ALL_GROUPS } from './variables/all-groups.ts';

type Group<Name extends keyof typeof ALL_GROUPS> = Values<(typeof ALL_GROUPS)[Name]>;

/** What the environment says, checked and with its defaults; each value is explained in docs/configuration.md. */
export interface Config {
  readonly database: Group<'database'>;
  readonly redis: RedisConfig;
  readonly kv: KvConfig;
  readonly amqp: AmqpConfig;
  readonly producer: Group<'producer'>;
  readonly worker: Group<'worker'>;
  readonly dashboard: Group<'dashboard'>;
  readonly api: ApiConfig;
  readonly mail: Group<'mail'>;
  /** `undefined`: SMS go to the local outbox. */
  readonly twilio: TwilioConfig | undefined;
  readonly sms: Group<'sms'>;
  /** `undefined`: push messages go to the local outbox. */
  readonly push: PushConfig | undefined;
  readonly images: Group<'images'>;
  readonly alerts: Group<'alerts'>;
  readonly retention: Group<'retention'>;
  readonly log: Group<'log'>;
  readonly tracing: Group<'tracing'>;
  /** Absolute path; need not exist yet. */
  readonly dataFolder: string;
  /** Sentences for the operator about names that are set and not read; to be logged as warnings at start. */
  readonly notes: readonly string[];
}

export interface KvConfig extends Omit<Group<'kv'>, 'url'> {
  /** `undefined`: on PostgreSQL. */
  readonly address: RedisAddress | undefined;
}

export interface AmqpConfig extends Omit<Group<'amqp'>, 'url'> {
  /** `undefined`: RabbitMQ's queues run on BullMQ. */
  readonly address: AmqpAddress | undefined;
}

export interface LoadConfigOptions {
  /** File of `NAME=value` lines behind the environment; `false` for none. Default: `.env` in the working folder, if it is there. */
  readonly envFile?: string | false | undefined;
  /** The working folder, which relative names start from. Default: the process's. */
  readonly folder?: string;
}

/** Reads the whole configuration, frozen. Throws {@link InvalidConfigError} with every problem at once; connects nowhere. */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
  { envFile, folder = process.cwd() }: LoadConfigOptions = {},
): Config {
  const problems: string[] = [];
  const config = assemble(readEnvironment(env, { envFile, folder }), {
    folder,
    refuse: (problem) => problems.push(problem),
  });
  if (problems.length > 0) throw new InvalidConfigError(problems);
  return deepFreeze(config);
}

function assemble(
  environment: Environment,
  { folder, refuse }: { readonly folder: string; readonly refuse: Refuse },
): Config {
  const read = <const Name extends keyof typeof ALL_GROUPS>(name: Name): Group<Name> =>
    readVariables(ALL_GROUPS[name], environment, refuse);
  const data = read('data');
  const ignored = data.ignoredNames ?? [];
  refuseMisspeltNames(environment, { ignored, refuse });
  const database = read('database');
  const redisGiven = read('redis');
  const redis = redisConfig(redisGiven, refuse);
  const { url: kvUrl, ...kv } = read('kv');
  const { url: amqpUrl, ...amqp } = read('amqp');
  return {
    database,
    redis,
    kv: { ...kv, address: kvUrl ? withAccess(kvUrl, redisGiven) : redis.address },
    amqp: { ...amqp, address: amqpUrl },
    producer: read('producer'),
    worker: read('worker'),
    dashboard: read('dashboard'),
    api: apiConfig(read('api'), refuse),
    mail: read('mail'),
    twilio: twilioConfig(read('twilio'), refuse),
    sms: read('sms'),
    push: pushConfig(read('push'), refuse),
    images: read('images'),
    alerts: read('alerts'),
    retention: read('retention'),
    log: read('log'),
    tracing: read('tracing'),
    dataFolder: resolve(folder, data.folder),
    notes: noteOtherNames(environment, ignored),
  };
}
