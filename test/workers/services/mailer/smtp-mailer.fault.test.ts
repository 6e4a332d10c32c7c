import { expect, onTestFinished, test } from 'vitest';
import { MailServerError } from '../../../../jobs/email/mail-errors.ts';
import { AmbiguousError } from '../../../../src/job/handler-errors.ts';
import { SmtpMailer } from '../../../../workers/services/mailer/smtp-mailer.ts';
import { mail, never } from '../../../jobs/email/mail.ts';
import { type Script, startScriptedSmtpServer } from './scripted-smtp-server.ts';

async function sendTo(script: Script): Promise<unknown> {
  const { address } = await startScriptedSmtpServer(script);
  const mailer = new SmtpMailer({ server: address, sender: { email: 'from@example.com' } });
  onTestFinished(() => mailer.close());
  return mailer.send(mail(), ['to@example.com'], never);
}

test('cuts a server that hangs within ten seconds, wherever it hangs', async () => {
  const startedAt = performance.now();
  await Promise.all([
    expect(sendTo({ greeting: 'HANG' })).rejects.toThrow(MailServerError),
    expect(sendTo({ MAIL: 'HANG' })).rejects.toThrow(MailServerError),
    expect(sendTo({ DATA: 'HANG' })).rejects.toThrow(MailServerError),
    expect(sendTo({ end: 'HANG' })).rejects.toThrow(AmbiguousError),
    expect(
      sendTo({ greeting: { trickle: `220 ${'slow '.repeat(20)}`, byteEveryMs: 1_000 } }),
    ).rejects.toThrow(MailServerError),
  ]);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('cuts a server that speaks one byte a second', async () => {
  const startedAt = performance.now();
  await expect(
    sendTo({ MAIL: { trickle: `250 ${'slow '.repeat(20)}`, byteEveryMs: 1_000 } }),
  ).rejects.toThrow(MailServerError);
  expect(performance.now() - startedAt).toBeLessThan(25_000);
});
