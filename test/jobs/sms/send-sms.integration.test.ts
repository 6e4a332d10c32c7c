import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { sendSms } from '../../../jobs/sms/send-sms.ts';
import type { SmsContext } from '../../../jobs/sms/services.ts';
import type { Database } from '../../../src/db/database.ts';
import { openDatabase } from '../../../src/db/open-database.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { Domain } from '../../../src/domain/domain.ts';
import { AmbiguousError, PermanentError, RetryLaterError } from '../../../src/job/handler-errors.ts';
import { newJobId } from '../../../src/job/job-id.ts';
import type { HandlerOutcome } from '../../../src/job/outcome.ts';
import { makeSmsRecords } from '../../../workers/services/sms/sms-records.ts';
import { TwilioSms } from '../../../workers/services/sms/twilio-sms.ts';
import { migratedDatabase } from '../../servers/migrated-database.ts';
import { ACCOUNT, startTwilio, type TwilioAnswer } from '../../servers/start-twilio.ts';

let database: Database;
beforeAll(async () => {
  const fresh = await migratedDatabase();
  database = openDatabase({ url: fresh.url });
  return async () => {
    await database.close();
    await fresh.drop();
  };
});

let numbers = 900_000;

/** A number nobody else has, a Twilio, and the handler between them. */
async function setup(...answers: readonly TwilioAnswer[]) {
  const twilio = await startTwilio();
  twilio.answer(...answers);
  const to = `+44770090${String((numbers += 1)).slice(-4)}`;
  const context = {
    sms: new TwilioSms({ account: ACCOUNT, baseUrl: twilio.url, timeoutMs: 1_500 }),
    smsRecords: makeSmsRecords(new Domain(database), { countries: ['GB'], perNumber: 3, perPrefix: 100_000 }),
  };
  const run = async (
    more: { readonly to?: string; readonly jobId?: string; readonly wasBegun?: boolean } = {},
  ): Promise<HandlerOutcome> => {
    const job = { id: more.jobId ?? newJobId(), enqueuedAt: new Date() };
    const step: SmsContext['step'] = async (_, effect, options) => {
      const known = more.wasBegun ? await options?.reconcile?.() : undefined;
      if (known?.kind === 'unknown') throw new AmbiguousError('nobody knows');
      return known?.kind === 'done' ? known.result : effect();
    };
    // A definition has forgotten what its handler takes.
    return sendSms.run(
      { to: more.to ?? to, body: 'Hello' } as never,
      { ...context, step, job } as never,
    ) as Promise<HandlerOutcome>;
  };
  const records = () =>
    rowsOf(
      database,
      'SELECT status, provider_id, error_code FROM app.sms_messages WHERE to_number = $1 ORDER BY id',
      [to],
    );
  /** As an attempt that ends between Twilio's answer and the record. */
  const die = async (jobId: string): Promise<void> => {
    const sms = { to, body: 'Hello' };
    await context.smsRecords.reserve({ ...sms, jobId, segments: 1, provider: 'twilio' });
    await context.sms.send(sms, jobId);
  };
  return { twilio, to, run, records, die, context };
}

test('sends a message by Twilio, and keeps what became of it', async () => {
  const { twilio, to, run, records } = await setup();
  const outcome = await run();
  expect(twilio.messages).toMatchObject([{ to, body: 'Hello', from: ACCOUNT.phoneNumber }]);
  expect(outcome).toMatchObject({
    result: { providerId: twilio.messages[0]?.sid, segments: 1, encoding: 'GSM-7' },
  });
  expect(await records()).toEqual([
    { status: 'sent', provider_id: twilio.messages[0]?.sid, error_code: null },
  ]);
});

test.each([
  [{ retryAfter: '120' }, 120_000],
  [{}, 10_000],
])(
  'waits as long as Twilio says when it has too much to do, and nothing was sent: %o',
  async (more, afterMs) => {
    const { twilio, run } = await setup({ status: 429, code: 20429, ...more });
    const error = await run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryLaterError);
    expect(error).toMatchObject({ afterMs });
    expect(twilio.messages).toEqual([]);
  },
);

test.each([[{ status: 500 }], [{ status: 503 }], [{ never: true }], [{ junk: true }]] as const)(
  'calls it ambiguous when nobody knows whether it was sent: %o',
  async (answer) => {
    const { run, records } = await setup(answer);
    await expect(run()).rejects.toBeInstanceOf(AmbiguousError);
    expect(await records()).toMatchObject([{ status: 'ambiguous' }]);
  },
);

test.each([
  [{ status: 500, take: true }],
  [{ never: true, take: true }],
  [{ junk: true, take: true }],
] as const)('finds at Twilio what was taken without a usable answer: %o', async (answer) => {
  const { twilio, run, records } = await setup(answer);
  expect(await run()).toMatchObject({ result: { providerId: twilio.messages[0]?.sid } });
  expect(twilio.messages).toHaveLength(1);
  expect(await records()).toMatchObject([{ status: 'sent', provider_id: twilio.messages[0]?.sid }]);
});

test('finds at Twilio what an attempt that died had sent, and sends nothing again', async () => {
  const { twilio, run, records, die } = await setup();
  const jobId = newJobId();
  await die(jobId);
  const outcome = await run({ jobId, wasBegun: true });
  expect(outcome).toMatchObject({ result: { providerId: twilio.messages[0]?.sid } });
  expect(twilio.messages).toHaveLength(1);
  expect(await records()).toMatchObject([{ status: 'sent' }]);
});

test('does not take for its own what another job has sent in the same words', async () => {
  const { twilio, run } = await setup();
  await run();
  await run({ wasBegun: true });
  expect(twilio.messages).toHaveLength(2);
});

test('calls it ambiguous when what Twilio has may be what another job has sent in the same words', async () => {
  const { twilio, run, records, die } = await setup();
  await die(newJobId());
  await expect(run({ wasBegun: true })).rejects.toBeInstanceOf(AmbiguousError);
  expect(twilio.messages).toHaveLength(1);
  expect(await records()).toMatchObject([{ status: 'queued' }, { status: 'ambiguous' }]);
});

test("fails with Twilio's code, and tells a number that wants nothing any more from the others", async () => {
  const { run, records, twilio } = await setup({ status: 400, code: 21211 }, { status: 400, code: 21610 });
  await expect(run()).rejects.toThrow(/error 21211/);
  await expect(run()).rejects.toBeInstanceOf(PermanentError);
  expect(await records()).toMatchObject([{ status: 'failed', error_code: 21211 }, { error_code: 21610 }]);
  expect(await run()).toMatchObject({ kind: 'cancelled' });
  expect(twilio.messages).toEqual([]);
});

test('sends what was refused when a person has corrected the account and retries, and notes that it was sent', async () => {
  const { run, records, twilio } = await setup({ status: 400, code: 21606 });
  const jobId = newJobId();
  await expect(run({ jobId })).rejects.toThrow(/error 21606/);
  expect(await run({ jobId })).toMatchObject({ kind: 'completed' });
  expect(await records()).toEqual([
    { status: 'sent', provider_id: twilio.messages[0]?.sid, error_code: null },
  ]);
});

test('counts what was refused and is retried against the limit', async () => {
  const { run, twilio } = await setup({ status: 400, code: 21606 });
  const jobId = newJobId();
  await expect(run({ jobId })).rejects.toBeInstanceOf(PermanentError);
  for (const _ of [1, 2, 3]) await run();
  await expect(run({ jobId })).rejects.toThrow('NIGHTSHIFT_SMS_DAILY_PER_NUMBER');
  expect(twilio.messages).toHaveLength(3);
});

test('tries again when there is no connection: nothing can have been sent', async () => {
  const unused = createServer().listen(0, '127.0.0.1');
  await once(unused, 'listening');
  const { port } = unused.address() as AddressInfo; // a TCP server has no other
  await new Promise((resolve) => unused.close(resolve));
  const sms = new TwilioSms({ account: ACCOUNT, baseUrl: `http://127.0.0.1:${port}` });
  const error = await sms.send({ to: '+447700900999', body: 'Hello' }, newJobId()).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(RetryLaterError);
  expect(error).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
});

test('stops at the limit of a number, however many ask at once', async () => {
  const { twilio, run } = await setup();
  const ends = await Promise.allSettled(Array.from({ length: 8 }, () => run()));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(twilio.messages).toHaveLength(3);
  await expect(run()).rejects.toThrow('NIGHTSHIFT_SMS_DAILY_PER_NUMBER');
});

test('stops at the limit of a prefix, whichever of its numbers are asked for', async () => {
  const { context } = await setup();
  const smsRecords = makeSmsRecords(new Domain(database), {
    countries: undefined,
    perNumber: 3,
    perPrefix: 5,
  });
  const reserve = (nth: number) =>
    smsRecords.reserve({
      ...{ to: `+4420790000${10 + nth}`, body: 'x', jobId: newJobId(), segments: 1 },
      provider: context.sms.name,
    });
  const ends = await Promise.all(Array.from({ length: 20 }, (_, nth) => reserve(nth)));
  expect(ends.filter(({ kind }) => kind === 'reserved')).toHaveLength(5);
  expect(ends).toContainEqual({ kind: 'limited', by: 'prefix', limit: 5 });
});

test.each([
  ['+15552000000', 'can be no telephone number|NIGHTSHIFT_SMS_COUNTRIES'],
  ['+4915112345678', 'is in DE, and SMS go to GB only'],
])('sends nothing to %s', async (to, why) => {
  const { twilio, run } = await setup();
  await expect(run({ to })).rejects.toThrow(new RegExp(why));
  expect(twilio.messages).toEqual([]);
});

test('keeps the secret of the account out of its errors', async () => {
  const { run } = await setup({ status: 500 });
  const error = await run().catch((thrown: unknown) => thrown);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(ACCOUNT.authToken);
});
