import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import webpush from 'web-push';
import { sendPush } from '../../../jobs/push/send-push.ts';
import type { PushContext, PushServices } from '../../../jobs/push/services.ts';
import { InvalidConfigError } from '../../../src/config/invalid-config-error.ts';
import { removePushSubscription, savePushSubscription } from '../../../src/domain/push/push-subscriptions.ts';
import { AmbiguousError, PermanentError, RetryLaterError } from '../../../src/job/handler-errors.ts';
import type { HandlerOutcome } from '../../../src/job/outcome.ts';
import { parsePayload } from '../../../src/job/payload.ts';
import { OutboxPush } from '../../../workers/services/push/outbox-push.ts';
import { makePushDevices } from '../../../workers/services/push/push-devices.ts';
import { WebPush } from '../../../workers/services/push/web-push.ts';
import { type DomainDatabase, openDomainDatabase } from '../../domain/open-domain-database.ts';
import { sowUser } from '../../domain/sow.ts';
import { verifyVapid } from '../../servers/decrypt-push.ts';
import { freshFolder } from '../../servers/fresh-folder.ts';
import { startPushService } from '../../servers/start-push-service.ts';
import { FakeJob } from '../email/fake-context.ts';

let data: DomainDatabase;
beforeAll(async () => {
  data = await openDomainDatabase();
  return data.end;
});

const keys = { ...webpush.generateVAPIDKeys(), subject: 'mailto:mail@shop.example' };

/** A user with so many browsers, their push service, and a job that remembers its steps. */
async function setup(browsers: number) {
  const { domain } = data;
  const service = await startPushService();
  const userId = await sowUser(domain);
  const endpoints: string[] = [];
  for (let made = 0; made < browsers; made += 1) {
    const subscription = service.subscribe();
    endpoints.push(subscription.endpoint);
    await domain.write((writing) => savePushSubscription(writing, { userId, ...subscription }));
  }
  const devices = makePushDevices(domain);
  const webPush = new WebPush({ keys, agent: service.agent, timeoutMs: 1_500 });
  const job = new FakeJob({} as never);
  const run = (
    pushProviders: PushServices['pushProviders'] = { 'web-push': webPush },
    message: Readonly<Record<string, unknown>> = { title: 'Hello', body: 'Grüße 👋' },
  ): Promise<HandlerOutcome> => {
    const { mailer: _, ...attempt } = job.nextAttempt();
    const context: PushContext = { ...attempt, pushProviders, pushDevices: devices };
    // as: a definition has forgotten what its handler takes
    return sendPush.run({ userId, ...message } as never, context as never) as Promise<HandlerOutcome>;
  };
  const left = async () => (await devices.of(userId)).map(({ endpoint }) => endpoint);
  return { service, endpoints, run, left, userId };
}

test('shows a message on every device, encrypted for each and signed by our keys', async () => {
  const { service, endpoints, run } = await setup(2);
  const message = {
    title: 'Hello',
    body: 'Grüße 👋',
    url: 'https://shop.example/',
    urgency: 'high',
    ttlSeconds: 60,
  };
  expect(await run(undefined, message)).toMatchObject({
    kind: 'completed',
    result: { sent: 2, removed: 0, refused: [] },
  });
  expect(service.received.map(({ browser }) => `${service.origin}${browser}`).sort()).toEqual(
    [...endpoints].sort(),
  );
  for (const { headers, message: shown } of service.received) {
    expect(shown).toEqual({ title: 'Hello', body: 'Grüße 👋', url: 'https://shop.example/' });
    expect(headers).toMatchObject({ ttl: '60', urgency: 'high', 'content-encoding': 'aes128gcm' });
    const { claims, publicKey } = verifyVapid(headers.authorization ?? '');
    expect(publicKey).toBe(keys.publicKey);
    expect(claims).toMatchObject({ aud: service.origin, sub: keys.subject });
    // RFC 8292, section 2: at most a day.
    expect(claims.exp - Date.now() / 1_000).toBeGreaterThan(0);
    expect(claims.exp - Date.now() / 1_000).toBeLessThan(86_401);
  }
});

test.each([404, 410])(
  'removes a device of which the service says %i, and reaches the others',
  async (status) => {
    const { service, endpoints, run, left } = await setup(2);
    service.answer(endpoints[0] ?? '', { status });
    expect(await run()).toMatchObject({ result: { sent: 1, removed: 1 } });
    expect(await left()).toEqual([endpoints[1]]);
  },
);

test('is cancelled for a user without devices, and when all were gone', async () => {
  expect(await (await setup(0)).run()).toMatchObject({ kind: 'cancelled' });
  const { service, endpoints, run, left } = await setup(1);
  service.answer(endpoints[0] ?? '', { status: 410 });
  expect(await run()).toMatchObject({ kind: 'cancelled' });
  expect(await left()).toEqual([]);
});

test.each([
  [{ status: 429, headers: { 'Retry-After': '120' } }, 120_000],
  [{ status: 503 }, 60_000],
])('comes back when the service says so, for the devices that are left: %o', async (answer, afterMs) => {
  const { service, endpoints, run } = await setup(2);
  service.answer(endpoints[1] ?? '', answer);
  const error = await run().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RetryLaterError);
  expect(error).toMatchObject({ afterMs });
  expect(service.received).toHaveLength(1);
  expect(await run()).toMatchObject({ result: { sent: 2 } });
  expect(service.received).toHaveLength(2);
});

test('honours a date in Retry-After', async () => {
  const { service, endpoints, run } = await setup(1);
  const at = new Date(Date.now() + 600_000).toUTCString();
  service.answer(endpoints[0] ?? '', { status: 429, headers: { 'Retry-After': at } });
  const error = (await run().catch((thrown: unknown) => thrown)) as RetryLaterError;
  expect(error.afterMs).toBeGreaterThan(500_000);
  expect(error.afterMs).toBeLessThanOrEqual(600_000);
});

test.each([[{ never: true }], [{ status: 500 }], [{ status: 502 }]] as const)(
  'calls it ambiguous when nobody knows whether it was sent, and does not send it again: %o',
  async (answer) => {
    const { service, endpoints, run } = await setup(2);
    service.answer(endpoints[0] ?? '', answer);
    await expect(run()).rejects.toBeInstanceOf(AmbiguousError);
    await expect(run()).rejects.toBeInstanceOf(AmbiguousError);
    expect(service.received).toHaveLength(1);
  },
);

test('tries again when the service cannot be reached', async () => {
  const { run, service } = await setup(1);
  const nowhere = new WebPush({ keys, agent: service.agent });
  const send = (device: Parameters<WebPush['send']>[0], message: Parameters<WebPush['send']>[1]) =>
    nowhere.send({ ...device, endpoint: 'https://localhost:1/' }, message);
  await expect(run({ 'web-push': { send } })).rejects.toMatchObject({ code: 'PUSH_SERVICE' });
  expect(await run()).toMatchObject({ result: { sent: 1 } });
});

test('fails for good when every device was refused, and says which when only some were', async () => {
  const { service, endpoints, run } = await setup(2);
  const refusal = { status: 403, text: 'other key' };
  for (const endpoint of endpoints)
    service.answer(endpoint, refusal, ...(endpoint === endpoints[0] ? [refusal] : []));
  await expect(run()).rejects.toBeInstanceOf(PermanentError);
  expect(await run()).toMatchObject({
    result: { sent: 1, refused: [{ reason: 'localhost answered 403: other key' }] },
  });
});

test('never looks into the network that it stands in', async () => {
  const { service, run } = await setup(1);
  await expect(run({ 'web-push': new WebPush({ keys }) })).rejects.toThrow('is no public address');
  expect(service.received).toEqual([]);
});

test('takes the largest message that the services take, and refuses a larger one at the door', async () => {
  const { service, run } = await setup(1);
  const spent = Buffer.byteLength(JSON.stringify({ title: 'Hello', body: '' }));
  const largest = { title: 'Hello', body: 'é'.repeat(100) + 'x'.repeat(3_993 - spent - 200) };
  expect(await run(undefined, largest)).toMatchObject({ result: { sent: 1 } });
  expect(service.received[0]?.bytes).toBe(4_096);
  const larger = { userId: 1, ...largest, body: `${largest.body}x` };
  await expect((async () => parsePayload(sendPush, larger))()).rejects.toThrow(
    '1 bytes too large for a push service',
  );
});

test('keeps a device of whoever had it last, and refuses what is no subscription', async () => {
  const { service, userId } = await setup(0);
  const other = await sowUser(data.domain);
  const subscription = service.subscribe();
  const save = (id: number, more = {}) =>
    data.domain.write((writing) => savePushSubscription(writing, { userId: id, ...subscription, ...more }));
  await save(userId);
  await save(other);
  const devices = makePushDevices(data.domain);
  expect([await devices.of(userId), await devices.of(other)].map(({ length }) => length)).toEqual([0, 1]);
  await expect(save(userId, { endpoint: 'http://push.example/' })).rejects.toMatchObject({
    code: 'INVALID_WRITE',
  });
  await expect(save(userId, { auth: 'short' })).rejects.toMatchObject({ code: 'INVALID_WRITE' });
  await expect(save(999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const remove = (id: number) =>
    data.domain.write((writing) => removePushSubscription(writing, id, subscription.endpoint));
  await remove(userId);
  expect(await devices.of(other)).toHaveLength(1);
  await remove(other);
  expect(await devices.of(other)).toEqual([]);
});

test('writes a file for each device while there are no keys', async () => {
  const { run, endpoints } = await setup(1);
  const outcome = await run({ 'web-push': new OutboxPush(await freshFolder()) });
  const { response } = (outcome as { readonly result: unknown }).result as { readonly response: string };
  expect(JSON.parse(await readFile(response, 'utf8'))).toEqual({
    provider: 'web-push',
    endpoint: endpoints[0],
    message: { title: 'Hello', body: 'Grüße 👋' },
  });
});

test('refuses keys that cannot sign, without showing them', () => {
  const wrong = { ...keys, privateKey: 'planted-secret' };
  expect(() => new WebPush({ keys: wrong })).toThrow(InvalidConfigError);
  expect(() => new WebPush({ keys: wrong })).not.toThrow('planted-secret');
});
