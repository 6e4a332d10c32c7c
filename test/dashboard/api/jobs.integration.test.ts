import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { withChannel } from '../../broker/rabbitmq/open-test-broker.ts';
import { amqpUrl } from '../../servers/urls.ts';
import { openTestApi, type TestApi } from './open-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  api = await openTestApi({ env: { AMQP_URL: amqpUrl }, atEnd: (close) => closers.unshift(close) });
  return async () => {
    for (const close of closers) await close();
  };
});

const mail = { job: 'mail.send', payload: { to: 'ada@example.com' } };

test('accepts a job, says where to ask for it, and tells without what is redacted', async () => {
  const headers = await api.withKey();
  const body = { ...mail, payload: { ...mail.payload, card: '4111-planted' }, options: { tags: ['vip'] } };
  const accepted = await api.call('/jobs', { body, headers });
  expect(accepted.status).toBe(202);
  expect(accepted.body).toEqual({
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    queue: 'mail',
    statusUrl: `/api/jobs/${accepted.body.id}`,
    isDuplicate: false,
    isRecorded: true,
  });
  expect(accepted.headers.get('location')).toBe(accepted.body.statusUrl);
  const shown = await api.call(`/jobs/${accepted.body.id}`, { headers });
  expect(shown.body).toMatchObject({
    job: 'mail.send',
    attempt: 0,
    attempts: [],
    tags: ['vip'],
    payload: { to: 'ada@example.com', card: '***' },
  });
});

test('shows how each attempt ended, without its stack', async () => {
  const headers = await api.withKey();
  const { body } = await api.call('/jobs', { body: { ...mail, options: { delayMs: 60_000 } }, headers });
  const error = { name: 'Error', message: 'no line to redis://user:planted@host', stack: 'at secret.ts' };
  await api.ledger.end(body.id, { kind: 'failed', reason: 'permanent', error });
  const shown = await api.call(`/jobs/${body.id}`, { headers });
  expect(shown.body).toMatchObject({ state: 'failed', attempts: [{ attempt: 1, error: { name: 'Error' } }] });
  expect(JSON.stringify(shown.body)).not.toMatch(/planted|secret\.ts/);
});

test('cancels what waits, and says when there is nothing to cancel any more', async () => {
  const headers = await api.withKey();
  const { body } = await api.call('/jobs', { body: { ...mail, options: { delayMs: 60_000 } }, headers });
  const cancelled = await api.call(`/jobs/${body.id}`, { method: 'DELETE', headers });
  expect(cancelled).toMatchObject({ status: 200, body: { id: body.id, answer: 'cancelled' } });
  expect((await api.call(`/jobs/${body.id}`, { headers })).body.state).toBe('cancelled');
  expect((await api.call(`/jobs/${body.id}`, { method: 'DELETE', headers })).status).toBe(409);
});

test('keeps the jobs of one caller from another, but not from admins', async () => {
  const [mine, theirs] = [await api.withKey(), await api.withKey()];
  const admin = await api.signedIn({ role: 'admin' });
  const { body } = await api.call('/jobs', { body: mail, headers: mine });
  expect((await api.call(`/jobs/${body.id}`, { headers: theirs })).status).toBe(404);
  expect((await api.call(`/jobs/${body.id}`, { method: 'DELETE', headers: theirs })).status).toBe(404);
  expect((await api.call(`/jobs/${body.id}`, { headers: admin.headers })).status).toBe(200);
  const forged = { ...mail, options: { tags: ['api:key:1'] } };
  expect((await api.call('/jobs', { body: forged, headers: mine })).status).toBe(422);
});

test('answers a repeated Idempotency-Key with the same job, and refuses it for another', async () => {
  const headers = { ...(await api.withKey()), 'Idempotency-Key': '"8e03978e-40d5-43dd-bc93-6894a57f9324"' };
  const body = { ...mail, options: { unique: { key: 'once' } } };
  const answers = await Promise.all([1, 2, 3].map(() => api.call('/jobs', { body, headers })));
  expect(new Set(answers.map((each) => each.body.id)).size).toBe(1);
  const again = await api.call('/jobs', { body, headers });
  expect(again).toMatchObject({ status: 202, body: { id: answers[0]?.body.id } });
  const other = { ...mail, payload: { to: 'bo@example.com' } };
  expect((await api.call('/jobs', { body: other, headers })).status).toBe(422);
  const elsewhere = { ...(await api.withKey()), 'Idempotency-Key': headers['Idempotency-Key'] };
  expect((await api.call('/jobs', { body: other, headers: elsewhere })).status).toBe(202);
  const malformed = await api.call('/jobs', { body, headers: { ...headers, 'Idempotency-Key': 'a b' } });
  expect(malformed.status).toBe(400);
});

test('answers a repetition as at first, though things have changed since', async () => {
  const headers = await api.withKey();
  const body = { ...mail, options: { delayMs: 60_000, unique: { key: 'held' } } };
  const holder = await api.call('/jobs', { body, headers });
  const keyed = { ...headers, 'Idempotency-Key': 'again' };
  const first = await api.call('/jobs', { body, headers: keyed });
  expect(first.body).toMatchObject({ id: holder.body.id, isDuplicate: true });
  await api.call(`/jobs/${holder.body.id}`, { method: 'DELETE', headers });
  expect((await api.call('/jobs', { body, headers: keyed })).body).toEqual(first.body);
  expect((await api.call('/jobs', { body, headers })).body.isDuplicate).toBe(false);
});

test('takes many jobs at once, in order, or none when one of them is wrong', async () => {
  const headers = await api.withKey();
  const jobs = [1, 2, 3].map((n) => ({ ...mail, payload: { to: `u${n}@example.com` } }));
  const sent = { body: { jobs }, headers: { ...headers, 'Idempotency-Key': 'bulk-1' } };
  const accepted = await api.call('/jobs/bulk', sent);
  expect(accepted.status).toBe(202);
  const ids: string[] = accepted.body.jobs.map(({ id }: { id: string }) => id);
  expect(new Set(ids).size).toBe(3);
  expect((await api.call(`/jobs/${ids[2]}`, { headers })).body.payload).toEqual({ to: 'u3@example.com' });
  expect((await api.call('/jobs/bulk', sent)).body).toEqual(accepted.body);
  const wrong = [jobs[0], { job: 'mail.send', payload: { to: 1 } }, { job: 'mail.nothing', payload: {} }];
  expect(await api.call('/jobs/bulk', { body: { jobs: wrong }, headers })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '#/jobs/1/payload/to' }, { pointer: '#/jobs/2/job' }] },
  });
});

test('enqueues on queues that record nothing, and says so', async () => {
  const { clicks } = api;
  onTestFinished(() => withChannel(amqpUrl, async (channel) => void (await channel.deleteQueue(clicks))));
  const headers = await api.withKey({ jobs: ['clicks.track'] });
  const { status, body } = await api.call('/jobs', {
    body: { job: 'clicks.track', payload: { page: '/' } },
    headers,
  });
  expect({ status, isRecorded: body.isRecorded }).toEqual({ status: 202, isRecorded: false });
  expect((await api.call(`/jobs/${body.id}`, { headers })).status).toBe(404);
});

test('accepts for recorded queues while their broker is away, and says of others when to come back', async () => {
  const away = await openTestApi({ env: { AMQP_URL: 'amqp://127.0.0.1:1' }, mailBroker: 'rabbitmq' });
  const headers = await away.withKey({ jobs: ['*'] });
  const accepted = await away.call('/jobs', { body: mail, headers });
  expect(accepted.status).toBe(202);
  expect((await away.call(accepted.body.statusUrl.slice('/api'.length), { headers })).status).toBe(200);
  const body = { job: 'clicks.track', payload: { page: '/' } };
  const refused = await away.call('/jobs', { body, headers });
  expect(refused).toMatchObject({ status: 503, body: { status: 503, code: 'BROKER_UNAVAILABLE' } });
  expect(refused.headers.get('retry-after')).toBe('5');
  const bulk = await away.call('/jobs/bulk', { body: { jobs: [mail, body] }, headers });
  expect(bulk).toMatchObject({ status: 503, body: { accepted: [{ index: 0 }] } });
  expect(JSON.stringify([refused.body, bulk.body])).not.toContain('127.0.0.1');
});

test('a key opens its own jobs and no others; users need the subscription and the permission', async () => {
  const key = await api.withKey({ jobs: ['clicks.*'] });
  expect((await api.call('/jobs', { body: mail, headers: key })).status).toBe(403);
  expect((await api.call('/jobs', { body: { ...mail, job: 'no.such' }, headers: key })).status).toBe(403);
  const basic = await api.signedIn();
  const premium = await api.signedIn({ tier: 'premium' });
  const admin = await api.signedIn({ role: 'admin' });
  expect((await api.call('/jobs', { body: mail, headers: basic.headers })).body.detail).toMatch(
    /subscription/,
  );
  expect((await api.call('/jobs', { body: mail, headers: premium.headers })).status).toBe(403);
  expect((await api.call('/jobs', { body: mail, headers: admin.headers })).status).toBe(202);
});

test.each([
  ['no JSON', '{"job":', 400, undefined],
  ['an array', '[]', 422, '#'],
  ['null', 'null', 400, undefined],
  ['a job that is no text', { job: 1, payload: {} }, 422, '#/job'],
  ['an unknown member', { ...mail, extra: 1 }, 422, '#'],
  ['an unknown option', { ...mail, options: { attempts: 99 } }, 422, '#/options'],
  ['a payload that does not fit', { job: 'mail.send', payload: { to: 'nobody' } }, 422, '#/payload/to'],
  ['no payload', { job: 'mail.send' }, 422, '#/payload'],
  ['two times', { ...mail, options: { delayMs: 1, runAt: '2031-01-01T00:00:00Z' } }, 422, '#/options'],
  [
    'a prototype',
    '{"job":"mail.send","payload":{"to":"a@b.cd","__proto__":{"admin":true}}}',
    422,
    '#/payload/__proto__',
  ],
  [
    'a prototype of the whole',
    '{"job":"mail.send","payload":{"to":"a@b.cd"},"__proto__":{"payload":{}}}',
    422,
    '#',
  ],
  [
    'a constructor',
    '{"job":"mail.send","payload":{"to":"a@b.cd","constructor":{"prototype":{}}}}',
    422,
    '#/payload',
  ],
  [
    'depth',
    `{"job":"mail.send","payload":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    422,
    `#/payload${'/0'.repeat(200)}`,
  ],
  ['a NUL', '{"job":"mail.send","payload":{"to":"a\\u0000@b.cd"}}', 422, '#/payload/to'],
] as const)('refuses %s with problem details', async (_, body, status, pointer) => {
  const answer = await api.call('/jobs', { body, headers: await api.withKey() });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  expect(answer.status).toBe(status);
  expect(answer.body.errors?.[0].pointer).toBe(pointer);
});

test('refuses what is too large or no JSON by its type', async () => {
  const headers = await api.withKey();
  const large = { ...mail, payload: { to: 'x'.repeat(200_000) } };
  expect((await api.call('/jobs', { body: large, headers })).status).toBe(413);
  const payload = { to: 'a@example.com', card: 'x'.repeat(70_000) };
  expect((await api.call('/jobs', { body: { ...mail, payload }, headers })).status).toBe(413);
  const text = await api.call('/jobs', {
    body: JSON.stringify(mail),
    headers: { ...headers, 'Content-Type': 'text/plain' },
  });
  expect(text.status).toBe(415);
  expect((await api.call('/jobs', { method: 'PUT', headers })).headers.get('allow')).toBe('POST');
});
