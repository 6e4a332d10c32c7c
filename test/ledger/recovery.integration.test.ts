import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BrokerEvents, Publication } from '../../src/broker/broker.ts';
import { completed } from '../../src/job/outcome.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { IdleQueues } from '../../src/ledger/recovery/idle-queues.ts';
import { settleTheDead } from '../../src/ledger/recovery/settle-the-dead.ts';
import { startRecovery } from '../../src/ledger/recovery/start-recovery.ts';
import { sweep } from '../../src/ledger/recovery/sweep.ts';
import { until } from '../until.ts';
import { openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
let worker: string;
beforeEach(async () => {
  t = await openTestLedger();
  worker = await t.worker();
  return () => t.close();
});

async function published(...ids: readonly string[]): Promise<void> {
  await t.ledger.markPublished(ids.map((id) => ({ id, publication: 1 })));
}

async function publishAll(): Promise<readonly Publication[]> {
  const sent: Publication[] = [];
  await t.ledger.publishDue(
    'email',
    async (batch) => {
      sent.push(...batch);
      return batch.map(() => undefined);
    },
    100,
  );
  return sent;
}

describe('recovery of a queue', () => {
  test('sends published jobs again under the same publication, marked as repeats', async () => {
    const [lost, waiting, delayed] = await t.accept({}, {}, { due: { kind: 'after', delayMs: 60_000 } });
    const other = await t.acceptOne({ queue: 'sms' });
    await published(lost, other);
    expect(await t.ledger.recover('email', 'wiped')).toEqual({ repeated: 1, released: 0 });
    const [sent, ...more] = await publishAll();
    expect(sent).toMatchObject({ id: lost, publication: 1, isRepeat: true });
    expect(more).toEqual([]);
    expect(await t.outbox(waiting)).toMatchObject({ is_repeat: false });
    expect((await t.outbox(delayed))?.dueInMs).toBeGreaterThan(50_000);
    expect(await t.outbox(other)).toBeUndefined();
    expect(await t.claimOne(lost, worker)).toMatchObject({ kind: 'claimed', fence: { publication: 1 } });
  });

  test('does not publish what waits for parents or a turn', async () => {
    const parent = await t.acceptOne();
    await t.accept({ due: { kind: 'parents', ids: [parent] } }, { due: { kind: 'turn' } });
    expect(await t.ledger.recover('email', 'wiped')).toEqual({ repeated: 0, released: 0 });
    expect(await publishAll()).toEqual([]);
  });

  test('gives active jobs of dead owners a new publication, and touches none of live ones', async () => {
    const [orphan, alive] = await t.accept({}, {});
    await published(orphan, alive);
    const dead = await t.worker(0);
    const { fence } = await t.run(orphan, dead);
    await t.run(alive, worker);
    expect(await t.ledger.recover('email', 'wiped')).toEqual({ repeated: 0, released: 1 });
    expect(await t.job(orphan)).toMatchObject({
      state: 'waiting',
      publication: 2,
      run: 1,
      deaths: 0,
      owner: null,
    });
    expect(await t.attempts(orphan)).toMatchObject([{ outcome: 'lost', worker: dead }]);
    expect(await t.job(alive)).toMatchObject({ state: 'active', publication: 1 });
    expect(await t.recordOne(fence, dead, completed())).toBe('late');
    expect(await publishAll()).toMatchObject([{ id: orphan, publication: 2, isRepeat: false }]);
  });

  test('ends the active job of a dead owner when its cancellation was asked for', async () => {
    const id = await t.acceptOne();
    await published(id);
    await t.run(id, await t.worker(0));
    await t.ledger.cancel([id], 'enough');
    expect(await t.ledger.recover('email', 'wiped')).toEqual({ repeated: 0, released: 0 });
    expect(await t.job(id)).toMatchObject({ state: 'cancelled', reason: 'enough' });
  });

  test('leaves alone what the broker got since it forgot', async () => {
    await published(await t.acceptOne());
    expect(await t.ledger.recover('email', 'wiped', 60_000)).toEqual({ repeated: 0, released: 0 });
    expect(await publishAll()).toEqual([]);
  });

  test('is noted when it brought something back', async () => {
    await t.ledger.recover('email', 'nothing was lost');
    await published(await t.acceptOne());
    await t.ledger.recover('email', 'wiped');
    const { rows } = await t.database.query(
      'SELECT queue, why, repeated, released FROM nightshift.recoveries',
    );
    expect(rows).toEqual([{ queue: 'email', why: 'wiped', repeated: 1, released: 0 }]);
  });

  test('twice, and by several processes at once, is once', async () => {
    const ids = await t.accept(...Array.from({ length: 30 }, () => ({})));
    await published(...ids.slice(0, 20));
    const dead = await t.worker(0);
    await published(...ids.slice(20));
    for (const id of ids.slice(20)) await t.run(id, dead);
    const all = await Promise.all([1, 2, 3].map(() => t.ledger.recover('email', 'wiped')));
    const sum = (which: 'repeated' | 'released') => all.reduce((total, one) => total + one[which], 0);
    expect([sum('repeated'), sum('released')]).toEqual([20, 10]);
    expect(await publishAll()).toHaveLength(30);
  });
});

describe('the sweep', () => {
  async function oldPublished() {
    const id = await t.acceptOne();
    await published(id);
    await t.database.query(
      `UPDATE nightshift.published SET published_at = now() - interval '2 hours' WHERE id = $1`,
      [id],
    );
    return id;
  }

  test('brings back jobs older than an hour, and leaves younger ones', async () => {
    const old = await oldPublished();
    const young = await t.acceptOne();
    await published(young);
    const recovered = await sweep(t.database, async () => 0);
    expect([...recovered]).toEqual([['email', { repeated: 1, released: 0 }]]);
    expect(await t.outbox(old)).toMatchObject({ is_repeat: true });
    expect(await t.outbox(young)).toBeUndefined();
  });

  test('leaves a queue alone whose broker has as many messages as the ledger believes', async () => {
    await oldPublished();
    expect([...(await sweep(t.database, async () => 1))]).toEqual([]);
    expect([...(await sweep(t.database, () => Promise.reject(new Error('away'))))]).toHaveLength(1);
  });
});

test('the sweep heals what should not be: an open job without any row, a row without an open job', async () => {
  const [stray, ended] = await t.accept({}, {});
  await t.database.query('DELETE FROM nightshift.outbox WHERE id = $1', [stray]);
  await t.end(ended, completed());
  await t.database.query(`INSERT INTO nightshift.published (id, queue) VALUES ($1, 'email')`, [ended]);
  await sweep(t.database, async () => 2);
  const { rows } = await t.database.query('SELECT id FROM nightshift.published');
  expect(rows).toEqual([{ id: stray }]);
});

describe('the dead', () => {
  test('are suspected first, and cleared by a beat', async () => {
    const id = await t.acceptOne();
    await published(id);
    const dead = await t.worker(0);
    await t.run(id, dead);
    expect(await settleTheDead(t.database)).toBe(0);
    await t.database.query(`UPDATE nightshift.workers SET suspected_at = suspected_at - interval '1 minute'`);
    expect(await settleTheDead(t.database)).toBe(1);
    expect(await t.job(id)).toMatchObject({ state: 'waiting', publication: 2 });
    expect(await settleTheDead(t.database)).toBe(0);
  });

  test('that only could not beat keep their jobs', async () => {
    const id = await t.acceptOne();
    await published(id);
    const slow = await t.worker(0);
    await t.run(id, slow);
    await settleTheDead(t.database);
    await t.database.query(`UPDATE nightshift.workers SET suspected_at = suspected_at - interval '1 minute'`);
    const running = [{ id, publication: 1, run: 1 }];
    const identity = { id: slow, group: 'g', host: 'h', pid: 1, version: '1', queues: [], concurrency: 1 };
    await t.ledger.beat({ worker: identity, leaseMs: 10_000, running, stats: null });
    expect(await settleTheDead(t.database)).toBe(0);
    expect(await t.job(id)).toMatchObject({ state: 'active' });
  });
});

test('an idle queue is told of after 30 s, and again only when it was filled meanwhile or after an hour', () => {
  let nowMs = 0;
  const told: number[] = [];
  const idle = new IdleQueues(
    () => told.push(nowMs),
    () => nowMs,
  );
  const see = (atMs: number, ready = 0) => {
    nowMs = atMs;
    idle.saw('q', ready);
  };
  for (const atMs of [0, 10_000, 20_000, 29_999, 30_000, 40_000, 70_000]) see(atMs);
  expect(told).toEqual([30_000]);
  see(80_000, 3);
  for (const atMs of [90_000, 119_999, 120_000, 200_000, 3_719_999, 3_720_000]) see(atMs);
  expect(told).toEqual([30_000, 120_000, 3_720_000]);
});

test('a broker that forgets a queue has its jobs sent again, but for queues of others', async () => {
  const events = new EventEmitter<BrokerEvents>();
  const broker = {
    kind: 'bullmq' as const,
    on: events.on.bind(events),
    counts: async () => ({ ready: 0, held: 0 }),
  };
  const alarms: unknown[] = [];
  const recovery = startRecovery({
    ledger: t.ledger,
    queues: [defineQueue({ name: 'email', broker: 'bullmq', workers: 'email' })],
    brokerOf: () => Promise.resolve(broker as never),
    onRecovered: (...alarm) => alarms.push(alarm),
  });
  await until(() => events.listenerCount('forgot') === 1, { what: 'somebody who listens' });
  const [email, sms] = await t.accept({}, { queue: 'sms' });
  await published(email, sms);
  events.emit('forgot', 'sms', 'wiped');
  events.emit('forgot', 'email', 'wiped');
  events.emit('forgot', 'email', 'wiped');
  await until(() => alarms.length > 0, { what: 'the alarm' });
  await recovery.close();
  expect(alarms).toEqual([['email', { repeated: 1, released: 0 }]]);
  expect(await t.outbox(sms)).toBeUndefined();
});
