import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { openDomain } from '../../../src/domain/open-domain.ts';
import { type Accounts, type NewAccount, openAccounts } from '../../../src/domain/users/accounts.ts';
import { changeTier } from '../../../src/domain/users/change-user.ts';
import { createUser } from '../../../src/domain/users/create-user.ts';
import { defineJob } from '../../../src/job/job-definition.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { type ApiKeys, type NewApiKey, openApiKeys } from '../../../src/operators/api-keys.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { openBoard, type TestBoard } from '../open-board.ts';

export const PASSWORD = 'correct horse battery';

/** A job whose card number nobody may see. */
const sendMail = defineJob({
  name: 'mail.send',
  queue: 'mail',
  payload: z.strictObject({ to: z.email(), card: z.string().optional() }),
  redact: ['payload.card'],
  run: () => undefined,
});

const trackClicks = (queue: string) =>
  defineJob({
    name: 'clicks.track',
    queue,
    payload: z.strictObject({ page: z.string() }),
    run: () => undefined,
  });

/** An API of one test's own, on a board without operators. */
export interface TestApi extends TestBoard {
  /** A queue of RabbitMQ that is not recorded; it is declared when something is enqueued. */
  readonly clicks: string;
  readonly accounts: Accounts;
  readonly keys: ApiKeys;
  /** The path follows `/api`. */
  readonly call: (path: string, request?: Call) => Promise<Called>;
  /** Adds a user and signs it in, without a password unless one is given, because hashing takes long. */
  readonly signedIn: (user?: Partial<NewAccount>) => Promise<SignedInUser>;
  /** Adds a key, for mail unless told otherwise. */
  readonly withKey: (key?: Partial<NewApiKey>) => Promise<Readonly<Record<string, string>>>;
}

export interface SignedInUser {
  readonly id: number;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Call {
  /** Default GET, and POST with a body. */
  readonly method?: string;
  /** Texts are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  /** What JSON said, of whatever shape. */
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows what it has asked for
  readonly body: any;
}

export interface TestApiOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Of the queue `mail`, which is recorded. Default `bullmq`. */
  readonly mailBroker?: 'bullmq' | 'rabbitmq';
  readonly atEnd?: (close: () => Promise<void>) => void;
}

export async function openTestApi({
  env = {},
  mailBroker = 'bullmq',
  atEnd = onTestFinished,
}: TestApiOptions = {}): Promise<TestApi> {
  const clicks = freshQueueName('clicks');
  const queues = [
    defineQueue({ name: 'mail', broker: mailBroker, workers: 'test' }),
    defineQueue({ name: clicks, broker: 'rabbitmq', workers: 'test', recorded: false }),
  ];
  const board = await openBoard({ env, queues, jobs: [sendMail, trackClicks(clicks)] }, atEnd);
  const { platform } = board;
  const kv = await platform.kv();
  const domain = openDomain({ database: platform.database, kv, log: platform.log });
  const accounts = openAccounts({ database: platform.database, domain, sessions: kv.sessions });
  const keys = openApiKeys(platform.database);
  const call = (path: string, given?: Call): Promise<Called> => callApi(board.url, path, given);
  let count = 0;
  return {
    ...board,
    clicks,
    accounts,
    keys,
    call,
    signedIn: async (user = {}) => {
      const username = `user-${(count += 1)}`;
      const { role = 'user', tier = 'basic', ...rest } = user;
      const given = { username, email: `${username}@example.com`, name: 'A user', ...rest };
      const { password } = user;
      const { id } =
        password === undefined
          ? await domain.write((writing) => createUser(writing, given))
          : await accounts.add({ ...given, password, role, tier });
      if (tier !== 'basic') await domain.write((writing) => changeTier(writing, id, { tier }));
      const { token } = await kv.sessions.create({ userId: id, name: given.name, role, data: { tier } });
      return { id, token, headers: { Authorization: `Session ${token}` } };
    },
    withKey: async (key = {}) => {
      const name = `key-${(count += 1)}`;
      const wanted = { name, jobs: ['mail.*'], tier: 'enterprise' as const, createdBy: 'test', ...key };
      const { secret } = await keys.add(wanted);
      return { Authorization: `Bearer ${secret}` };
    },
  };
}

async function callApi(
  url: string,
  path: string,
  { body, method = body === undefined ? 'GET' : 'POST', headers = {} }: Call = {},
): Promise<Called> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}
