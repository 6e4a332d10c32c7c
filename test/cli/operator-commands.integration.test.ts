import { beforeAll, beforeEach, expect, test } from 'vitest';
import { newJobId } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { CHANNELS } from '../../src/ledger/channels.ts';
import { anError, aWorker } from '../ledger/open-test-ledger.ts';
import { aMail, type MailRoom, openMailRoom } from './open-mail-room.ts';

let room: MailRoom;
beforeAll(async () => {
  room = await openMailRoom();
  return () => room.close();
});
beforeEach(async () => {
  await room.database.query('DELETE FROM nightshift.workers');
});

const failed = { kind: 'failed', reason: 'permanent', error: anError } as const;

test('lists the queues with their jobs and pauses', async () => {
  const [waiting, failing] = await room.accept(aMail(), aMail());
  await room.end(failing, failed);
  const paused = await room.nightshift('pause', 'mail');
  expect(paused).toMatchObject({ status: 0, out: 'Paused: mail\n' });
  const { out } = await room.nightshift('queues');
  expect(out).toMatch(
    /^QUEUE +BROKER +WORKERS +WAITING +PUBLISHED +ACTIVE +FAILED +COMPLETED +OLDEST +NOTE\n/,
  );
  expect(out).toMatch(/mail +bullmq +mail +1 +0 +0 +1 +0 .*paused/);
  expect((await room.nightshift('resume', 'mail')).out).toBe('Resumed: mail\n');
  expect(JSON.parse((await room.nightshift('queues', '--json')).out)).toMatchObject([
    { queue: 'mail', isPaused: false, counts: { waiting: 1, failed: 1 } },
  ]);
  await room.end(waiting, completed());
});

test('names the queue that was meant', async () => {
  const { status, said } = await room.nightshift('pause', 'mails');
  expect(status).not.toBe(0);
  expect(said).toContain('Did you mean "mail"');
});

test('shows what runs, and where', async () => {
  const worker = aWorker();
  const id = await room.acceptOne(aMail());
  const running = [{ id, name: 'mail.send', attempt: 2, startedAtMs: Date.now() - 95_000, progress: 40 }];
  await room.ledger.beat({ worker, leaseMs: 60_000, running: [], stats: { running } });
  const { out } = await room.nightshift('inspect', 'active');
  expect(out).toMatch(new RegExp(`${id} +mail\\.send +2 +9\\d s +40 +email here:1\\n`));
  const { out: workers } = await room.nightshift('inspect', 'workers');
  expect(workers).toMatch(/email +alive +here +1 +1\.0\.0 +0 +10 /);
  await room.ledger.leave(worker.id);
  expect((await room.nightshift('inspect', 'active')).said).toContain('Nothing runs.');
  expect((await room.nightshift('inspect', 'workers')).out).toContain('gone');
});

test('pings: who beats when asked has answered, who does not has not', async () => {
  const [lively, stunned] = [aWorker(), { ...aWorker(), pid: 2 }];
  const beat = (worker: typeof lively) =>
    room.ledger.beat({ worker, leaseMs: 60_000, running: [], stats: null });
  await Promise.all([beat(lively), beat(stunned)]);
  const stop = room.database.listen(CHANNELS.workers, {
    onMessage: () => void beat(lively),
    onGap: () => void beat(lively),
  });
  const { out, status } = await room.nightshift('inspect', 'ping');
  stop();
  expect(status).toBe(1);
  expect(out).toMatch(/email +here +1 +after \d+ ms/);
  expect(out).toMatch(/email +here +2 +none/);
});

test('says that no worker lives', async () => {
  expect(await room.nightshift('inspect', 'ping')).toMatchObject({
    status: 1,
    said: expect.stringContaining('No worker lives'),
  });
});

test('shows figures of the last hour by name', async () => {
  const name = 'mail.figures';
  const [done, broken] = await room.accept(aMail({ name }), aMail({ name }), aMail({ name }));
  await room.end(done, completed());
  await room.end(broken, failed);
  const { out } = await room.nightshift('inspect', 'stats', '--json');
  const figures = (JSON.parse(out) as { name: string }[]).find((each) => each.name === name);
  expect(figures).toMatchObject({ jobs: 3, open: 1, completed: 1, failed: 1, retried: 0 });
  expect(await room.nightshift('inspect', 'stats', '--within', 'soon')).toMatchObject({
    status: 2,
    said: expect.stringContaining('expected such as 90s, 15m'),
  });
});

test('shows all of one job, without its secrets', async () => {
  const [mother, father] = await room.accept(aMail({ tags: ['vip'] }), aMail());
  const child = await room.acceptOne(aMail({ due: { kind: 'parents', ids: [mother, father] } }));
  await room.end(mother, failed);
  const { out } = await room.nightshift('inspect', 'job', mother);
  expect(out).toMatch(/state +failed \(permanent\)/);
  expect(out).toContain('"to":"ada@example.com","token":"***"');
  expect(out).not.toContain('hush-1');
  expect(out).toMatch(/attempt 1 \S+ failed \(permanent\) after 5 ms\n +Error: it broke/);
  expect(out.slice(out.indexOf('\n\n') + 2)).toBe(
    [
      `${mother} mail.send failed  ◀`,
      `└─ ${child} mail.send cancelled (waits for others too)`,
      `${father} mail.send waiting`,
      `└─ ${child} mail.send cancelled`,
      '',
    ].join('\n'),
  );
  expect(JSON.parse((await room.nightshift('inspect', 'job', mother, '--json')).out)).toMatchObject({
    payload: { token: '***' },
    family: [{ id: mother }, { id: father }, { id: child, parents: [mother, father] }],
  });
});

test('says that there is no such job', async () => {
  const id = newJobId();
  expect(await room.nightshift('inspect', 'job', id)).toMatchObject({
    status: 1,
    said: expect.stringContaining(`There is no job ${id}`),
  });
  expect((await room.nightshift('inspect', 'job', '42')).status).toBe(2);
});
