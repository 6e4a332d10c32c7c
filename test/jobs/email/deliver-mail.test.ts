import { expect, test } from 'vitest';
import { deliverMail } from '../../../jobs/email/deliver-mail.ts';
import { MailDeferredError, MailServerError } from '../../../jobs/email/mail-errors.ts';
import type { Delivery, Mail, MailContent, Mailer } from '../../../jobs/email/services.ts';
import { AmbiguousError, PermanentError } from '../../../src/job/handler-errors.ts';
import { FakeJob } from './fake-context.ts';

type Answer = Partial<Record<'accepted' | 'refused' | 'deferred', readonly string[]>> | Error;

/** A mailer that gives these answers in turn and keeps what it was asked to send. */
class ScriptedMailer implements Mailer {
  readonly sender = { email: 'from@example.com' };
  readonly sent: { readonly mail: Mail; readonly recipients: readonly string[] }[] = [];
  readonly #answers: Answer[];

  constructor(...answers: readonly Answer[]) {
    this.#answers = [...answers];
  }

  async send(mail: Mail, recipients: readonly string[]): Promise<Delivery> {
    this.sent.push({ mail, recipients });
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error('asked once too often');
    if (answer instanceof Error) throw answer;
    const { accepted = [], refused = [], deferred = [] } = answer;
    const refuse = (reason: string) => (email: string) => ({ email, reason });
    return {
      messageId: `<${mail.key}@example.com>`,
      accepted,
      refused: refused.map(refuse('550 no')),
      deferred: deferred.map(refuse('450 later')),
      response: '250 ok',
    };
  }

  recall() {
    return Promise.resolve({ kind: 'unknown' } as const);
  }
}

const [a, b, c] = ['a@x.test', 'b@x.test', 'c@x.test'] as const;

const content: MailContent = {
  to: [{ email: a }, { email: b }],
  bcc: [{ email: c }, { email: a }],
  subject: 'Hello',
  text: 'Hello',
};

test('sends once to each address and says who got it', async () => {
  const mailer = new ScriptedMailer({ accepted: [a, b, c] });
  expect(await deliverMail(content, new FakeJob(mailer).nextAttempt())).toMatchObject({
    kind: 'completed',
    result: { accepted: [a, b, c], refused: [], response: '250 ok' },
  });
  expect(mailer.sent.map(({ recipients }) => recipients)).toEqual([[a, b, c]]);
});

test('completes when some are refused for good, and says who and why', async () => {
  const job = new FakeJob(new ScriptedMailer({ accepted: [a], refused: [b, c] }));
  expect(await deliverMail(content, job.nextAttempt())).toMatchObject({
    result: { accepted: [a], refused: [{ email: b, reason: '550 no' }, { email: c }] },
  });
  expect(job.warnings).toEqual(['The mail server refused 2 of 3 recipients']);
});

test('is tried again only for those who were deferred, under the same key', async () => {
  const mailer = new ScriptedMailer(
    { accepted: [a], refused: [b], deferred: [c] },
    { deferred: [c] },
    { accepted: [c] },
  );
  const job = new FakeJob(mailer);
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(MailDeferredError);
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(/c@x\.test \(450 later\)/);
  expect(await deliverMail(content, job.nextAttempt())).toMatchObject({
    result: { accepted: [a, c], refused: [{ email: b }] },
  });
  expect(mailer.sent.map(({ recipients }) => recipients)).toEqual([[a, b, c], [c], [c]]);
  expect(new Set(mailer.sent.map(({ mail }) => mail.key)).size).toBe(1);
});

test('sends to nobody again when the attempt died after the sending was recorded', async () => {
  const mailer = new ScriptedMailer({ accepted: [a, b, c] });
  const job = new FakeJob(mailer);
  await deliverMail(content, job.nextAttempt());
  expect(await deliverMail(content, job.nextAttempt())).toMatchObject({ result: { accepted: [a, b, c] } });
  expect(mailer.sent).toHaveLength(1);
});

test('is ambiguous when the attempt died between sending and recording', async () => {
  const mailer = new ScriptedMailer();
  const job = new FakeJob(mailer);
  job.steps.set('send-1', 'claimed');
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(AmbiguousError);
  expect(mailer.sent).toEqual([]);
});

test('stays ambiguous when the mailer says so, and is not sent again', async () => {
  const mailer = new ScriptedMailer(new AmbiguousError('no answer'));
  const job = new FakeJob(mailer);
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow('no answer');
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(AmbiguousError);
  expect(mailer.sent).toHaveLength(1);
});

test('is sent again to all after the server could not be reached', async () => {
  const mailer = new ScriptedMailer(new MailServerError('down'), { accepted: [a, b, c] });
  const job = new FakeJob(mailer);
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow('down');
  await deliverMail(content, job.nextAttempt());
  expect(mailer.sent.map(({ recipients }) => recipients)).toEqual([
    [a, b, c],
    [a, b, c],
  ]);
});

test('fails for good when everyone is refused, and a retry by a person asks the server again', async () => {
  const mailer = new ScriptedMailer({ refused: [a, b, c] }, { accepted: [a, b, c] });
  const job = new FakeJob(mailer);
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(PermanentError);
  expect(await deliverMail(content, job.nextAttempt())).toMatchObject({ kind: 'completed' });
});

test('ends with the last attempt: completed when anyone got it', async () => {
  const mailer = new ScriptedMailer({ accepted: [a, b], deferred: [c] }, { deferred: [c] });
  const job = new FakeJob(mailer, 2);
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(MailDeferredError);
  expect(await deliverMail(content, job.nextAttempt())).toMatchObject({
    result: { accepted: [a, b], refused: [{ email: c, reason: '450 later' }] },
  });
});

test('ends with the last attempt: failed when nobody got it', async () => {
  const job = new FakeJob(new ScriptedMailer({ deferred: [a, b, c] }), 1);
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(MailDeferredError);
});

test('the key tells neither the job nor the recipients, and differs with both', async () => {
  const keyOf = async (to: readonly string[]): Promise<string> => {
    const mailer = new ScriptedMailer({ accepted: to });
    await deliverMail(
      { ...content, to: to.map((email) => ({ email })), bcc: [] },
      new FakeJob(mailer).nextAttempt(),
    );
    return mailer.sent[0]?.mail.key ?? '';
  };
  expect(await keyOf([a, b])).toMatch(/^[0-9a-f]{40}$/);
  expect(await keyOf([a, b])).toBe(await keyOf([b, a]));
  expect(await keyOf([a, b])).not.toBe(await keyOf([a, c]));
});
