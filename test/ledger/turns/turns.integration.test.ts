import { describe, expect, test } from 'vitest';
import { openOperations } from '../../../src/ledger/operations.ts';
import { until } from '../../until.ts';
import { anError } from '../open-test-ledger.ts';
import { makeTurnsBundle } from './turns-bundle.ts';

const turn = { due: { kind: 'turn' }, takesTurns: true } as const;
const MINUTE_MS = 60_000;

/** A job whose time came so long ago. */
function waitedFor(minutes: number, priority: number) {
  return {
    due: { kind: 'at', at: new Date(Date.now() - minutes * MINUTE_MS) },
    takesTurns: true,
    priority,
  } as const;
}

describe('order', () => {
  test('the highest priority comes first, and of equal ones the oldest', async () => {
    const { t, next } = await makeTurnsBundle();
    const [low, first, second, high] = await t.accept({ ...turn, priority: -1 }, turn, turn, {
      ...turn,
      priority: 5,
    });
    expect(await next()).toEqual([high, first, second, low]);
  });

  test('a minute of waiting is worth a point of priority', async () => {
    const { t, publish, next } = await makeTurnsBundle();
    const [old, older, fresh] = await t.accept(waitedFor(9, 0), waitedFor(11, 0), { ...turn, priority: 10 });
    expect(await publish()).toEqual([]);
    expect(await next()).toEqual([older, fresh, old]);
  });
});

describe('turns of keys', () => {
  test('a thousand jobs of one key do not delay the first of another', async () => {
    const { t, next } = await makeTurnsBundle();
    await t.accept(...Array.from({ length: 1_000 }, () => ({ ...turn, turnKey: 'a' })));
    const b = await t.acceptOne({ ...turn, turnKey: 'b' });
    const first = await next();
    expect(first).toHaveLength(10);
    expect(first.indexOf(b)).toBeLessThanOrEqual(1);
  });

  test('goes on with the key behind the one that was served last', async () => {
    const { t, next, complete } = await makeTurnsBundle();
    const keys = ['a', 'b', 'c'];
    await t.accept(...keys.flatMap((turnKey) => Array.from({ length: 8 }, () => ({ ...turn, turnKey }))));
    let held = await next();
    const served: unknown[] = [];
    for (let place = 0; place < 6; place += 1) {
      await complete(held.slice(0, 1));
      const [id = ''] = await next();
      held = [...held.slice(1), id];
      served.push((await t.job(id))['turn_key']);
    }
    expect(served).toEqual(['b', 'c', 'a', 'b', 'c', 'a']);
  });
});

describe('room', () => {
  test('the broker holds twice what live workers run at a time, and gets as many more as have ended', async () => {
    const { t, next, workers, complete } = await makeTurnsBundle();
    await t.accept(...Array.from({ length: 100 }, () => turn));
    await workers(12);
    await workers(8);
    const held = await next();
    expect(held).toHaveLength(40);
    expect(await next()).toEqual([]);
    await complete(held.slice(0, 3));
    expect(await next()).toHaveLength(3);
  });

  test('several pickers at once do not give more than there is room for', async () => {
    const { t, round, publish } = await makeTurnsBundle();
    await t.accept(...Array.from({ length: 100 }, () => turn));
    await Promise.all(Array.from({ length: 6 }, round));
    expect(await publish()).toHaveLength(10);
  });

  test('what ended while it was still being published takes no room', async () => {
    const { t, next, complete } = await makeTurnsBundle();
    await t.accept(...Array.from({ length: 20 }, () => turn));
    const held = await next();
    await complete(held);
    await t.database.query(
      `INSERT INTO nightshift.published (id, queue, turn_name) SELECT unnest($1::uuid[]), 'email', 'email.send'`,
      [held],
    );
    expect(await next()).toHaveLength(10);
  });
});

describe('rate limits', () => {
  test('over two processes no stretch of time has more starts than allowed', async () => {
    const { t, startProcess, workers, watchPicks } = await makeTurnsBundle({
      rateLimit: { max: 5, perMs: 400 },
    });
    await workers(100);
    const picksOf = await watchPicks();
    const both = [startProcess(), startProcess()];
    await t.accept(...Array.from({ length: 25 }, () => ({ ...turn, limitKey: 'email.send' })));
    await until(() => both.flat().length === 25, { what: 'all jobs' });
    const picks = await picksOf();
    const inStretch = picks.map((from) => picks.filter((at) => at >= from && at < from + 400).length);
    expect(Math.max(...inStretch)).toBe(5);
  });

  test('a key without tokens does not hold up another', async () => {
    const { t, next } = await makeTurnsBundle({ rateLimit: { max: 2, perMs: MINUTE_MS, key: 'to' } });
    const crowd = await t.accept(
      ...Array.from({ length: 30 }, () => ({ ...turn, limitKey: 'email.send:a' })),
    );
    const other = await t.acceptOne({ ...turn, limitKey: 'email.send:b' });
    expect((await next()).toSorted()).toEqual([...crowd.slice(0, 2), other].toSorted());
    expect(await next()).toEqual([]);
  });

  test('when the other side says when to come back, only its key waits, and so long', async () => {
    const { t, next, publish, workers } = await makeTurnsBundle({
      rateLimit: { max: 100, perMs: 1_000, key: 'to' },
    });
    const [a, b] = await t.accept(
      { ...turn, limitKey: 'email.send:a' },
      { ...turn, limitKey: 'email.send:b' },
    );
    await next();
    await t.end(a, { kind: 'retry', delayMs: 0, error: anError, closesLimitMs: 1_500 });
    await t.end(b, { kind: 'retry', delayMs: 0, error: anError });
    const [another] = await t.accept(
      { ...turn, limitKey: 'email.send:b' },
      { ...turn, limitKey: 'email.send:a' },
    );
    await workers(100);
    await publish();
    expect((await next()).toSorted()).toEqual([b, another].toSorted());
    expect(await next()).toEqual([]);
    await until(async () => (await next()).includes(a), { what: 'the closed key' });
  });

  test('serves more keys than one round looks at', async () => {
    const { t, round, publish, workers } = await makeTurnsBundle({
      rateLimit: { max: 1, perMs: MINUTE_MS, key: 'to' },
    });
    await workers(1_000);
    const limitKeys = Array.from({ length: 700 }, (_, n) => `email.send:${n}`);
    await t.accept(
      ...limitKeys.flatMap((limitKey) => [
        { ...turn, limitKey },
        { ...turn, limitKey },
      ]),
    );
    for (let rounds = 0; rounds < 4; rounds += 1) await round();
    expect(await publish()).toHaveLength(700);
  });
});

describe('global concurrency', () => {
  test('never more are published and active than allowed, those of earlier names among them', async () => {
    const { t, next, complete } = await makeTurnsBundle({ globalConcurrency: 2, aliases: ['mail.send'] });
    await t.accept(
      ...Array.from({ length: 6 }, (_, n) => ({ ...turn, ...(n === 0 && { name: 'mail.send' }) })),
    );
    const held = await next();
    expect(held).toHaveLength(2);
    await t.run(held[0] ?? '', await t.worker());
    expect(await next()).toEqual([]);
    await complete(held.slice(1));
    expect(await next()).toHaveLength(1);
    expect(await next()).toEqual([]);
  });
});

describe('what waited for something else', () => {
  async function oneAtATime() {
    const bundle = await makeTurnsBundle({ globalConcurrency: 1 });
    const blocker = await bundle.t.acceptOne(turn);
    expect(await bundle.next()).toEqual([blocker]);
    /** Publishes nothing while the place is taken, and the job when it is free. */
    const takesItsTurn = async (id: string): Promise<void> => {
      await bundle.t.hurry();
      expect(await bundle.publish()).toEqual([]);
      expect(await bundle.next()).toEqual([]);
      await bundle.complete([blocker]);
      expect(await bundle.next()).toEqual([id]);
    };
    return { ...bundle, blocker, takesItsTurn };
  }

  test('a delayed job takes its turn when its time comes', async () => {
    const { t, next, takesItsTurn } = await oneAtATime();
    const id = await t.acceptOne({ due: { kind: 'after', delayMs: 5_000 }, takesTurns: true });
    expect(await next()).toEqual([]);
    await takesItsTurn(id);
  });

  test.each([
    ['retry', { kind: 'retry', delayMs: 5_000, error: anError }],
    ['snoozed', { kind: 'snoozed', delayMs: 5_000 }],
  ] as const)('a job that ended as %s gives its place away and takes its turn again', async (_, outcome) => {
    const { t, next, publish } = await makeTurnsBundle({ globalConcurrency: 1 });
    const first = await t.acceptOne(turn);
    await next();
    const second = await t.acceptOne(turn);
    await t.end(first, outcome);
    expect(await next()).toEqual([second]);
    await t.hurry();
    expect([await publish(), await next()]).toEqual([[], []]);
    await t.end(second, { kind: 'completed' });
    expect(await next()).toEqual([first]);
  });

  test('a job that a person retries takes its turn', async () => {
    const { t, next, publish } = await makeTurnsBundle({ globalConcurrency: 1 });
    const failed = await t.acceptOne(turn);
    await next();
    await t.end(failed, { kind: 'failed', reason: 'permanent', error: anError });
    const blocker = await t.acceptOne(turn);
    expect(await next()).toEqual([blocker]);
    await openOperations(t.database).retry([failed]);
    expect([await publish(), await next()]).toEqual([[], []]);
    await t.end(blocker, { kind: 'completed' });
    expect(await next()).toEqual([failed]);
  });

  test('a child takes its turn when its parents have completed', async () => {
    const { t, blocker, next, publish } = await oneAtATime();
    const child = await t.acceptOne({ due: { kind: 'parents', ids: [blocker] }, takesTurns: true });
    const before = await t.acceptOne({ ...turn, priority: 10 });
    expect([await publish(), await next()]).toEqual([[], []]);
    await t.end(blocker, { kind: 'completed' });
    expect(await publish()).toEqual([]);
    expect(await next()).toEqual([before]);
    await t.end(before, { kind: 'completed' });
    expect(await next()).toEqual([child]);
  });

  test('recovery repeats what had its turn, and nothing that waits for it', async () => {
    const { t, blocker, next, publish } = await oneAtATime();
    const waiting = await t.acceptOne(turn);
    expect(await t.ledger.recover('email', 'wiped')).toEqual({ repeated: 1, released: 0 });
    expect(await publish()).toEqual([blocker]);
    expect(await next()).toEqual([]);
    await t.end(blocker, { kind: 'completed' });
    expect(await next()).toEqual([waiting]);
  });

  test('a job whose owner died takes its turn again', async () => {
    const { t, blocker, next, publish } = await oneAtATime();
    await t.run(blocker, await t.worker(0));
    const other = await t.acceptOne({ ...turn, priority: 10 });
    await t.ledger.recover('email', 'wiped');
    expect(await publish()).toEqual([]);
    expect(await next()).toEqual([other]);
    await t.end(other, { kind: 'completed' });
    expect(await next()).toEqual([blocker]);
  });
});
