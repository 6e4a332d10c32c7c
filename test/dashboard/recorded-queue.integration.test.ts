import { expect, test } from 'vitest';
import { completed } from '../../src/job/outcome.ts';
import { redisUrl } from '../servers/urls.ts';
import { openBoard, type ShownQueue, type TestBoard } from './open-board.ts';

const mail = { queue: 'mail', name: 'mail.send', payload: { to: 'a@example.com' } } as const;
const failed = {
  kind: 'failed',
  reason: 'permanent',
  error: { name: 'Error', message: 'no such mailbox', stack: 'Error: no such mailbox\n    at send' },
} as const;

async function look({ ask }: TestBoard, status = 'latest', page = 1): Promise<ShownQueue> {
  const { body } = await ask(`?activeQueue=mail&status=${status}&page=${page}&jobsPerPage=3`);
  const queue = body.queues.find(({ name }) => name === 'mail');
  if (!queue) throw new Error('the board has no queue mail');
  return queue;
}

const idsOf = ({ jobs }: ShownQueue): readonly string[] => jobs.map(({ id }) => id);

test('shows each job of the ledger under the tab of its state, and counts it there', async () => {
  const board = await openBoard();
  const { ledger } = board;
  const [due, held, later, running, done, lost] = await ledger.accept(
    mail,
    mail,
    { ...mail, due: { kind: 'after', delayMs: 60_000 } },
    mail,
    mail,
    mail,
  );
  const [child] = await ledger.accept({ ...mail, due: { kind: 'parents', ids: [due] } });
  await ledger.ledger.markPublished([held, running].map((id) => ({ id, publication: 1 })));
  await ledger.run(running, await ledger.worker());
  await ledger.end(done, completed({ messageId: '1' }));
  await ledger.end(lost, failed);
  expect((await look(board)).counts).toMatchObject({
    waiting: 2,
    delayed: 1,
    'waiting-children': 1,
    active: 1,
    completed: 1,
    failed: 1,
  });
  expect(idsOf(await look(board, 'waiting'))).toEqual([held, due]);
  expect(idsOf(await look(board, 'delayed'))).toEqual([later]);
  expect(idsOf(await look(board, 'waiting-children'))).toEqual([child]);
  expect(idsOf(await look(board, 'active'))).toEqual([running]);
  expect(idsOf(await look(board, 'completed'))).toEqual([done]);
  expect(idsOf(await look(board, 'failed'))).toEqual([lost]);
});

test('shows the newest jobs first, page by page', async () => {
  const board = await openBoard();
  const accepted: readonly string[] = await board.ledger.accept(...Array.from({ length: 7 }, () => mail));
  const newest = accepted.toReversed();
  expect(idsOf(await look(board, 'waiting', 1))).toEqual(newest.slice(0, 3));
  expect(idsOf(await look(board, 'waiting', 3))).toEqual(newest.slice(6));
});

test('shows a failed job with its error, stack trace, attempts and log', async () => {
  const { ledger, ask } = await openBoard();
  const id = await ledger.acceptOne(mail);
  const worker = await ledger.worker();
  const { fence } = await ledger.run(id, worker);
  await ledger.recordOne(fence, worker, failed, {
    log: [{ atMs: 1_000, level: 'info', message: 'connecting', fields: { host: 'mx' } }],
  });
  const { body } = await ask(`/mail/${id}`);
  expect(body).toMatchObject({
    status: 'failed',
    job: { id, attempts: 1, failedReason: 'no such mailbox (permanent)', isFailed: true },
  });
  expect(body.job.stacktrace[0]).toContain('at send');
  const logs = (await ask<readonly string[]>(`/mail/${id}/logs`)).body;
  expect(logs[0]).toBe('1970-01-01T00:00:01.000Z info connecting {"host":"mx"}');
  expect(logs[1]).toMatch(/attempt 1: failed \(permanent\) after 5 ms/);
});

test('hides what a definition redacts, in lists and alone, and lets nobody edit it', async () => {
  const board = await openBoard();
  const id = await board.ledger.acceptOne({ ...mail, payload: { to: 'a@example.com', token: 'hush-hush' } });
  const { body } = await board.ask(`/mail/${id}`);
  expect(body.job.data).toEqual({ to: 'a@example.com', token: '***' });
  expect(JSON.stringify(await look(board, 'waiting'))).not.toContain('hush-hush');
  const edited = await board.ask(`/mail/${id}/update-data`, {
    method: 'PATCH',
    body: { jobData: { to: 'b@example.com', token: '***' } },
  });
  expect(edited).toMatchObject({ status: 409, body: { message: expect.stringContaining('redact') } });
});

test('retries one failed job, or all of them', async () => {
  const board = await openBoard();
  const accepted = await board.ledger.accept(mail, mail, mail);
  for (const id of accepted) await board.ledger.end(id, failed);
  const [one] = accepted;
  expect((await board.ask(`/mail/${one}/retry`, { method: 'PUT' })).status).toBe(204);
  expect((await look(board)).counts).toMatchObject({ failed: 2, waiting: 1 });
  const all = await board.ask('/mail/retry/failed', { method: 'PUT' });
  expect(all.body).toEqual({ retried: 2, skipped: 0 });
  expect((await look(board)).counts).toMatchObject({ failed: 0, waiting: 3 });
});

test('removing a job cancels it while it waits, and discards it when it failed', async () => {
  const { ledger, ask } = await openBoard();
  const [waiting, lost, done] = await ledger.accept(mail, mail, mail);
  await ledger.end(lost, failed);
  await ledger.end(done, completed());
  const remove = async (id: string) => (await ask(`/mail/${id}/clean`, { method: 'PUT' })).status;
  expect(await remove(waiting)).toBe(204);
  expect(await remove(lost)).toBe(204);
  expect(await remove(done)).toBe(409);
  expect(await ledger.job(waiting)).toMatchObject({ state: 'cancelled', reason: 'cancelled by local' });
  expect(await ledger.job(lost)).toMatchObject({ state: 'discarded' });
  expect(await ledger.job(done)).toMatchObject({ state: 'completed' });
});

test('asks the worker of a running job to stop when it is removed', async () => {
  const { ledger, ask } = await openBoard();
  const id = await ledger.acceptOne(mail);
  await ledger.run(id, await ledger.worker());
  expect((await ask(`/mail/${id}/clean`, { method: 'PUT' })).status).toBe(204);
  expect(await ledger.job(id)).toMatchObject({ state: 'active', cancel_asked: 'cancelled by local' });
});

test('promotes a delayed job, gives it another time, and promotes all', async () => {
  const board = await openBoard();
  const delayed = { ...mail, due: { kind: 'after', delayMs: 60_000 } } as const;
  const [one, two, three] = await board.ledger.accept(delayed, delayed, delayed);
  expect((await board.ask(`/mail/${one}/promote`, { method: 'PUT' })).status).toBe(204);
  expect((await board.ledger.outbox(one))?.dueInMs).toBeLessThanOrEqual(0);
  const runAt = Date.now() + 600_000;
  const moved = await board.ask(`/mail/${two}/delay`, { method: 'PATCH', body: { runAt } });
  expect(moved.status).toBe(200);
  expect((await board.ledger.outbox(two))?.dueInMs).toBeGreaterThan(500_000);
  await board.ask('/mail/promote', { method: 'PUT' });
  expect((await board.ledger.outbox(three))?.dueInMs).toBeLessThanOrEqual(0);
  const again = await board.ask(`/mail/${one}/promote`, { method: 'PUT' });
  expect(again).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('waits for a time') },
  });
});

test('empties a queue by cancelling what waits, and cleans the failed jobs', async () => {
  const board = await openBoard();
  const delayed = { ...mail, due: { kind: 'after', delayMs: 60_000 } } as const;
  const [, , lost, running] = await board.ledger.accept(mail, delayed, mail, mail);
  await board.ledger.end(lost, failed);
  await board.ledger.ledger.markPublished([{ id: running, publication: 1 }]);
  await board.ledger.run(running, await board.ledger.worker());
  expect((await board.ask('/mail/empty', { method: 'PUT' })).status).toBe(200);
  expect((await look(board)).counts).toMatchObject({ waiting: 0, delayed: 0, failed: 1, active: 1 });
  await board.ask('/mail/clean/failed', { method: 'PUT' });
  expect(await board.ledger.job(lost)).toMatchObject({ state: 'discarded' });
  const refused = await board.ask('/mail/clean/completed', { method: 'PUT' });
  expect(refused).toMatchObject({ status: 409, body: { message: expect.stringContaining('drops them') } });
});

test('says why a queue of the ledger cannot be obliterated', async () => {
  const { ask } = await openBoard();
  await ask('/mail/pause', { method: 'PUT' });
  const refused = await ask('/mail/obliterate', { method: 'PUT', body: {} });
  expect(refused).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('Empty the queue') },
  });
});

test('pauses and resumes a queue', async () => {
  const board = await openBoard();
  await board.ask('/mail/pause', { method: 'PUT' });
  expect((await look(board)).isPaused).toBe(true);
  await board.ask('/mail/resume', { method: 'PUT' });
  expect((await look(board)).isPaused).toBe(false);
});

test('adds a job as any producer would, and refuses what its schema refuses', async () => {
  const board = await openBoard({ env: { REDIS_URL: redisUrl, NIGHTSHIFT_REDIS_PREFIX: 'board-add' } });
  const add = (body: unknown) => board.ask('/mail/add', { method: 'POST', body });
  const added = await add({
    name: 'mail.send',
    data: { to: 'a@example.com' },
    options: { delay: 60_000, tags: ['by-hand'] },
  });
  expect(added).toMatchObject({ status: 200, body: { status: 'delayed', job: { name: 'mail.send' } } });
  expect(await board.ledger.job(added.body.job.id)).toMatchObject({
    state: 'waiting',
    tags: ['by-hand'],
    payload: { to: 'a@example.com' },
  });
  const refusals = [
    [{ name: 'mail.send', data: { to: 'nobody' } }, 'to: Invalid email'],
    [{ name: 'mail.sent', data: { to: 'a@example.com' } }, 'Expected one of mail.send'],
    [{ name: 'mail.send', data: { to: 'a@example.com' }, options: { jobId: '1' } }, 'options do not fit'],
    ['{"name":', 'JSON'],
  ] as const;
  for (const [body, message] of refusals) {
    const refused = await add(body);
    expect(refused.status).toBe(400);
    expect(refused.body.message ?? refused.body.error).toContain(message);
  }
  expect((await look(board)).counts).toMatchObject({ waiting: 0, delayed: 1 });
});

test('edits the payload of a failed job, checked by its schema, for the retry', async () => {
  const { ledger, ask } = await openBoard();
  const id = await ledger.acceptOne(mail);
  await ledger.end(id, failed);
  const edit = (jobData: unknown) => ask(`/mail/${id}/update-data`, { method: 'PATCH', body: { jobData } });
  expect((await edit({ to: 'nobody' })).status).toBe(400);
  expect((await edit({ to: 'b@example.com' })).status).toBe(200);
  await ask(`/mail/${id}/retry`, { method: 'PUT' });
  expect(await ledger.job(id)).toMatchObject({ state: 'waiting', payload: { to: 'b@example.com' } });
});

test('gives the payload schemas of a queue as the form of a new job', async () => {
  const { ask } = await openBoard();
  expect((await ask('/mail/job-data-schema')).body).toMatchObject({
    title: 'mail.send',
    type: 'object',
    required: ['to'],
    additionalProperties: false,
  });
  expect((await ask('/charts/job-data-schema')).body).toMatchObject({
    anyOf: [{ title: 'chart.draw' }, { title: 'chart.erase' }],
  });
});

test('shows the workers of a queue that live', async () => {
  const { ledger, ask } = await openBoard();
  expect((await ask('/mail/workers')).body).toEqual({ workers: [] });
  await ledger.ledger.beat({
    worker: {
      id: '00000000-0000-4000-8000-000000000000',
      group: 'mail',
      host: 'here',
      pid: 7,
      version: '1.0.0',
      queues: ['mail'],
      concurrency: 1,
    },
    leaseMs: 60_000,
    running: [],
    stats: null,
  });
  expect((await ask('/mail/workers')).body.workers).toMatchObject([
    { name: 'mail', addr: 'here, process 7' },
  ]);
});

test('knows nothing of jobs of other queues, or of ids that are none', async () => {
  const { ledger, ask } = await openBoard();
  const id = await ledger.acceptOne(mail);
  expect((await ask(`/charts/${id}`)).status).toBe(404);
  expect((await ask('/mail/17')).status).toBe(404);
  expect((await ask('/nowhere')).status).toBe(404);
});

test('leaves text that looks like HTML as text', async () => {
  const { ledger, ask, url } = await openBoard();
  const script = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  const id = await ledger.acceptOne({ ...mail, name: script, payload: { to: script } });
  await ledger.end(id, { ...failed, error: { name: 'Error', message: script } });
  const response = await fetch(`${url}/api/queues/mail/${id}`);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await ask(`/mail/${id}`)).body.job).toMatchObject({ name: script, data: { to: script } });
  const page = await (await fetch(`${url}/queue/mail/${id}`)).text();
  expect(page).not.toContain(script);
});
