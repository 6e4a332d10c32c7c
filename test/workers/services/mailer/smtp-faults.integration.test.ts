import { describe, expect, onTestFinished, test } from 'vitest';
import { MailServerError } from '../../../../jobs/email/mail-errors.ts';
import { AmbiguousError } from '../../../../src/job/handler-errors.ts';
import { SmtpMailer, type SmtpMailerOptions } from '../../../../workers/services/mailer/smtp-mailer.ts';
import { mail, never } from '../../../jobs/email/mail.ts';
import { plain, type Script, startScriptedSmtpServer } from './scripted-smtp-server.ts';

async function setup(script: Script, options: Partial<SmtpMailerOptions> = {}) {
  const server = await startScriptedSmtpServer(script);
  const mailer = new SmtpMailer({
    server: server.address,
    sender: { email: 'from@example.com' },
    timeoutMs: 300,
    ...options,
  });
  onTestFinished(() => mailer.close());
  const send = (signal = never) => mailer.send(mail(), ['to@example.com'], signal);
  return { server, mailer, send };
}

const to = 'to@example.com';

describe('what the server says is an answer', () => {
  test.each<[string, Script, { refused?: string; deferred?: string }]>([
    ['550 to the sender', { MAIL: '550 5.7.1 No' }, { refused: '550 5.7.1 No' }],
    ['450 to the recipient', { RCPT: '450 4.2.0 Greylisted' }, { deferred: '450 4.2.0 Greylisted' }],
    ['550 to the recipient', { RCPT: '550 5.1.1 Unknown' }, { refused: '550 5.1.1 Unknown' }],
    ['421 to the recipient', { RCPT: '421 4.3.2 Full' }, { deferred: '421 4.3.2 Full' }],
    ['451 to DATA', { DATA: '451 4.3.0 Later' }, { deferred: '451 4.3.0 Later' }],
    ['450 to the mail', { end: '450 4.7.1 Later' }, { deferred: '450 4.7.1 Later' }],
    ['550 to the mail', { end: '550 5.7.1 Spam' }, { refused: '550 5.7.1 Spam' }],
    ['421 after DATA', { end: '421 4.3.2 Going down' }, { deferred: '421 4.3.2 Going down' }],
  ])('%s', async (_, script, { refused, deferred }) => {
    const { send } = await setup(script);
    expect(await send()).toMatchObject({
      accepted: [],
      refused: refused === undefined ? [] : [{ email: to, reason: refused }],
      deferred: deferred === undefined ? [] : [{ email: to, reason: deferred }],
    });
  });
});

describe('silence before the final dot: the mail was not taken', () => {
  test.each<[string, Script]>([
    ['a hang at the greeting', { greeting: 'HANG' }],
    ['a greeting of 554', { greeting: '554 No service here' }],
    ['a greeting that trickles', { greeting: { trickle: '220 mail.test ESMTP', byteEveryMs: 100 } }],
    ['a hang at the recipient', { RCPT: 'HANG' }],
    ['a hang at DATA', { DATA: 'HANG' }],
    ['a drop at the greeting', { greeting: 'DROP' }],
    ['a drop at DATA', { DATA: 'DROP' }],
  ])('%s', async (_, script) => {
    const { send, server } = await setup(script);
    await expect(send()).rejects.toThrow(MailServerError);
    expect(server.messages).toEqual([]);
  });

  test('nobody listens', async () => {
    const { server } = await setup({});
    const mailer = new SmtpMailer({ server: plain(1), sender: { email: 'from@example.com' } });
    onTestFinished(() => mailer.close());
    await expect(mailer.send(mail(), [to], never)).rejects.toThrow(
      /127\.0\.0\.1:1 did not take the mail .*SMTP_URL/,
    );
    expect(server.messages).toEqual([]);
  });
});

describe('silence after the final dot: nobody knows', () => {
  test.each<[string, Script]>([
    ['the connection drops', { end: 'DROP' }],
    ['the server hangs', { end: 'HANG' }],
    ['the answer is no answer', { end: 'hello' }],
  ])('%s', async (_, script) => {
    const { send } = await setup(script);
    await expect(send()).rejects.toThrow(AmbiguousError);
    await expect(send()).rejects.toThrow(/Message-ID <a+@example\.com>/);
  });
});

test('an attempt that is ended while the server thinks waits for the answer', async () => {
  const { send, server } = await setup({ end: { trickle: '250 Ok', byteEveryMs: 50 } });
  const attempt = new AbortController();
  const sent = send(attempt.signal);
  await expect.poll(() => server.messages.length, { interval: 5 }).toBe(1);
  attempt.abort(new Error('the worker stops'));
  expect(await sent).toMatchObject({ accepted: [to] });
});

test('an attempt that was ended before it began sends nothing', async () => {
  const { send, server } = await setup({});
  await expect(send(AbortSignal.abort(new Error('the worker stops')))).rejects.toThrow(MailServerError);
  expect(server.commands).toEqual([]);
});

test('an attempt that is ended before DATA has sent nothing', async () => {
  const { send, server } = await setup({ RCPT: 'HANG' }, { timeoutMs: 5_000 });
  const attempt = new AbortController();
  const sent = send(attempt.signal);
  await expect.poll(() => server.commands.some((command) => command.startsWith('RCPT'))).toBe(true);
  attempt.abort(new Error('the worker stops'));
  await expect(sent).rejects.toThrow(MailServerError);
});

test('cuts off a server that answers each command a byte at a time', async () => {
  const { send } = await setup(
    { MAIL: { trickle: '250 2.1.0 This sender is quite all right', byteEveryMs: 200 } },
    { totalTimeoutMs: 1_000 },
  );
  const startedAt = performance.now();
  await expect(send()).rejects.toThrow(MailServerError);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});

test('uses a connection again, and another when the server closed it meanwhile', async () => {
  const { send, server } = await setup({
    MAIL: (_, count) => (count === 3 ? 'DROP' : '250 Ok'),
  });
  await send();
  await send();
  expect(server.connections()).toBe(1);
  await send();
  expect(server.connections()).toBe(2);
  expect(server.messages).toHaveLength(3);
});
