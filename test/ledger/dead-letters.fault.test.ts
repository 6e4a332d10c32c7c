import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { deadLetterQueue } from '../../src/broker/rabbitmq/dead-letter-queue.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import type { Queue } from '../../src/job/queue.ts';
import { startDeadLetters } from '../../src/ledger/recovery/start-dead-letters.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { Inbox, openTestBroker, publicationFor, withChannel } from '../broker/rabbitmq/open-test-broker.ts';
import { type RabbitMqServer, startRabbitMq } from '../servers/start-rabbit-mq.ts';
import { until } from '../until.ts';
import { openTestLedger, type TestLedger } from './open-test-ledger.ts';

// A server of its own, because every process on one shares the queue of dead letters.
let server: RabbitMqServer;
let opened: TestLedger;

beforeAll(async () => {
  [server, opened] = await Promise.all([startRabbitMq(), openTestLedger()]);
});

afterAll(() => Promise.all([server.close(), opened.close()]));

/** A broker with a queue, and the emptying of what dies there. */
async function setUp(recorded: boolean) {
  const { broker, queue } = await openTestBroker(server.url, { queue: { recorded } });
  const deadLetters = startDeadLetters({
    deadLetters: deadLetterQueue,
    openBroker: () => Promise.resolve(broker),
    ledger: opened.ledger,
    queues: [queue],
    log: silentLog,
  });
  onTestFinished(() => deadLetters.close());
  return { broker, queue };
}

/** Takes the next message off the queue and refuses it, so that RabbitMQ dead-letters it. */
async function letDie(queue: Queue): Promise<void> {
  await withChannel(server.url, async (channel) => {
    const message = await channel.get(queue.name);
    if (message === false) throw new Error('there is nothing to let die');
    channel.nack(message, false, false);
    await channel.checkQueue(queue.name);
  });
}

async function failedJobsOf(queue: Queue): Promise<readonly Record<string, unknown>[]> {
  const query = `SELECT id, reason, payload, headers FROM nightshift.jobs WHERE queue = $1 AND state = 'failed'`;
  return rowsOf(opened.database, query, [queue.name]);
}

test('sends a recorded job again under the same publication, marked as a repeat', async () => {
  const { broker, queue } = await setUp(true);
  const publication = publicationFor(queue, { publication: 2 });
  await broker.publish([publication]);

  await letDie(queue);

  const inbox = new Inbox();
  await broker.consume(queue, { hold: 1 }, inbox.take);
  const [delivery] = await inbox.until(1);
  expect(delivery?.mark).toMatchObject({ kind: 'ours', id: publication.id, publication: 2, isRepeat: true });
  expect(delivery?.body).toEqual({ kind: 'json', value: publication.payload });
  expect(await failedJobsOf(queue)).toEqual([]);
  await until(async () => (await broker.counts(deadLetterQueue)).ready === 0, { what: 'an empty queue' });
});

test('makes a failed job of one that the ledger does not know', async () => {
  const { broker, queue } = await setUp(false);
  const publication = publicationFor(queue);
  await broker.publish([publication]);

  await letDie(queue);

  const failed = await until(async () => (await failedJobsOf(queue))[0], { what: 'a failed job' });
  expect(failed).toMatchObject({ id: publication.id, reason: 'permanent', payload: publication.payload });
});

test('makes a failed job of a message of a stranger, with its headers', async () => {
  const { queue } = await setUp(true);
  await withChannel(server.url, async (channel) => {
    channel.sendToQueue(queue.name, Buffer.from('{"from":"afar"}'), { headers: { source: 'py' } });
    await channel.waitForConfirms();
  });

  await letDie(queue);

  const failed = await until(async () => (await failedJobsOf(queue))[0], { what: 'a failed job' });
  expect(failed).toMatchObject({ payload: { from: 'afar' }, headers: { source: 'py' } });
});
