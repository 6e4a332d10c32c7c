import { beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../src/db/rows-of.ts';
import { anError } from '../ledger/open-test-ledger.ts';
import { aMail, type MailRoom, openMailRoom } from './open-mail-room.ts';

let room: MailRoom;
beforeAll(async () => {
  room = await openMailRoom();
  return () => room.close();
});

const failed = { kind: 'failed', reason: 'permanent', error: anError } as const;

/** So many failed jobs that only this tenant has. */
async function failJobs(tenant: string, count: number, message = 'it broke'): Promise<readonly string[]> {
  const ids = await room.accept(...Array.from({ length: count }, () => aMail({ tenant })));
  for (const id of ids) await room.end(id, { ...failed, error: { name: 'Error', message } });
  return ids;
}

const statesOf = async (tenant: string): Promise<readonly string[]> => {
  const rows = await rowsOf<{ state: string }>(
    room.database,
    'SELECT state FROM nightshift.jobs WHERE tenant = $1 ORDER BY id',
    [tenant],
  );
  return rows.map(({ state }) => state);
};

test('finds jobs by a filter, a page at a time, without their secrets', async () => {
  const [first, second, third] = await failJobs('finds', 3, 'connect timed out');
  const { out, said } = await room.nightshift('find', 'tenant:finds', 'error:timed out', '-n', '2');
  expect(out).toMatch(/^JOB +NAME +QUEUE +STATE +ATTEMPT +ENQUEUED +TENANT +ERROR\n/);
  expect(out.indexOf(String(third))).toBeLessThan(out.indexOf(String(second)));
  expect(out).not.toContain(first);
  const [, after = ''] = /--after "(.*)"/.exec(said) ?? [];
  const next = await room.nightshift('find', 'tenant:finds', '--after', after, '--json');
  expect(JSON.parse(next.out)).toMatchObject({ jobs: [{ id: first, payload: { token: '***' } }] });
  expect((await room.nightshift('find', 'tenant:nobody')).said).toContain('No job was found.');
  expect(await room.nightshift('find', 'teneant:x')).toMatchObject({
    said: expect.stringContaining('expected tenant:'),
  });
});

test('lists what broke, the most frequent first', async () => {
  await failJobs('groups', 1, 'one');
  await failJobs('groups', 2, 'another');
  const { out } = await room.nightshift('failed', 'list', 'tenant:groups', '--json');
  expect(JSON.parse(out)).toMatchObject([
    { jobs: 2, name: 'mail.send', reason: 'permanent', error: 'another' },
    { jobs: 1, error: 'one' },
  ]);
});

test('retries exactly the set that was shown, after asking', async () => {
  const ids = await failJobs('asks', 2);
  const dry = await room.nightshift('failed', 'retry', 'tenant:asks', '--dry-run');
  expect(dry.out).toBe(`${ids.join('\n')}\n`);
  expect(await statesOf('asks')).toEqual(['failed', 'failed']);
  const no = await room.nightshiftTyping('n\n', 'failed', 'retry', 'tenant:asks');
  expect(no.said).toContain('Retry 2 jobs? [y/N]');
  expect(await statesOf('asks')).toEqual(['failed', 'failed']);
  expect(await room.nightshift('failed', 'retry', 'tenant:asks')).toMatchObject({
    status: 2,
    said: expect.stringContaining('add --yes'),
  });
  const yes = await room.nightshift('failed', 'retry', 'tenant:asks', '--yes');
  expect(yes).toMatchObject({ status: 0, out: 'Retried: 2\n' });
  expect(await statesOf('asks')).toEqual(['waiting', 'waiting']);
});

test('stops retrying when too many fail again', async () => {
  const ids = await failJobs('storm', 60);
  const brokenAgain = breakAgain(ids);
  const { out, status } = await room.nightshift('failed', 'retry', 'tenant:storm', '--yes', '--rate', '100');
  brokenAgain.stop();
  await brokenAgain.done;
  expect(status).toBe(1);
  expect(out).toMatch(/Stopped, because \d+ of \d+ failed again; \d+ were left as they were\./);
  const states = await statesOf('storm');
  expect(states.filter((state) => state === 'failed').length).toBeGreaterThanOrEqual(10);
  const [untouched] = await rowsOf<{ jobs: number }>(room.database, UNTOUCHED, [ids]);
  expect(untouched?.jobs).toBeGreaterThan(0);
});

const UNTOUCHED =
  'SELECT count(*)::integer AS jobs FROM nightshift.jobs WHERE id = ANY($1) AND publication = 1';

/** A worker that fails whatever of these waits. */
function breakAgain(ids: readonly string[]): { stop(): void; readonly done: Promise<void> } {
  const stopping = new AbortController();
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const rows = await rowsOf<{ id: string }>(
        room.database,
        `SELECT id FROM nightshift.jobs WHERE id = ANY($1) AND state = 'waiting'`,
        [ids],
      );
      for (const { id } of rows) await room.end(id, failed, 2);
    }
  };
  return { stop: () => stopping.abort(), done: work() };
}

test('replaces the payload of one job, checked by its schema', async () => {
  const [id = ''] = await failJobs('edits', 1);
  const wrong = await room.nightshift('failed', 'retry', id, '--payload', '{"to":7}');
  expect(wrong.status).toBe(1);
  expect(wrong.said).toContain('mail.send');
  expect(await statesOf('edits')).toEqual(['failed']);
  await room.nightshift('failed', 'retry', id, '--payload', '{"to":"new@example.com"}');
  expect(await room.job(id)).toMatchObject({ state: 'waiting', payload: { to: 'new@example.com' } });
});

test('discards with a reason', async () => {
  const [id = ''] = await failJobs('discards', 1);
  expect(await room.nightshift('failed', 'discard', id, '--yes')).toMatchObject({
    status: 2,
    said: expect.stringContaining('--reason'),
  });
  const done = await room.nightshift('failed', 'discard', id, '--yes', '--reason', 'gone');
  expect(done.out).toBe('Discarded: 1\n');
  expect(await room.job(id)).toMatchObject({ state: 'discarded', reason: 'gone' });
});

test('cancels what waits, and tells what runs', async () => {
  const [waiting, running] = await room.accept(aMail({ tenant: 'cancels' }), aMail({ tenant: 'cancels' }));
  await room.run(running, await room.worker());
  const { out } = await room.nightshift('cancel', 'tenant:cancels', '--yes', '--reason', 'no');
  expect(out).toBe('Cancelled: 1, told to stop: 1, had ended: 0\n');
  expect(await room.job(waiting)).toMatchObject({ state: 'cancelled', reason: 'no' });
  expect(await room.job(running)).toMatchObject({ state: 'active', cancel_asked: 'no' });
  expect(await room.nightshift('cancel', 'state:completed', '--yes')).toMatchObject({
    status: 2,
    said: expect.stringContaining('expected waiting, published, active'),
  });
});
