import { expect, onTestFinished, test } from 'vitest';
import { deliverMail } from '../../../jobs/email/deliver-mail.ts';
import { MailDeferredError } from '../../../jobs/email/mail-errors.ts';
import { AmbiguousError } from '../../../src/job/handler-errors.ts';
import { SmtpMailer } from '../../../workers/services/mailer/smtp-mailer.ts';
import { type Script, startScriptedSmtpServer } from '../../workers/services/mailer/scripted-smtp-server.ts';
import { FakeJob } from './fake-context.ts';

const content = {
  to: [{ email: 'here@example.com' }, { email: 'grey@example.com' }, { email: 'gone@example.com' }],
  subject: 'Hello',
  text: 'Hello',
};

async function setup(script: Script) {
  const server = await startScriptedSmtpServer(script);
  const mailer = new SmtpMailer({
    server: server.address,
    sender: { email: 'from@example.com' },
    timeoutMs: 300,
  });
  onTestFinished(() => mailer.close());
  const job = new FakeJob(mailer);
  const recipients = () => server.commands.filter((command) => command.startsWith('RCPT'));
  const messageIds = () =>
    server.messages.map((message) => /^Message-ID: (.*)$/im.exec(message)?.[1]?.trim());
  return { job, server, recipients, messageIds };
}

test('a retry goes to those who were deferred and bears the same Message-ID', async () => {
  const { job, recipients, messageIds } = await setup({
    RCPT: (command, count) => {
      if (command.includes('gone@')) return '550 5.1.1 Unknown';
      return command.includes('grey@') && count < 4 ? '450 4.2.0 Greylisted' : '250 Ok';
    },
  });
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(MailDeferredError);
  expect(await deliverMail(content, job.nextAttempt())).toMatchObject({
    result: {
      accepted: ['here@example.com', 'grey@example.com'],
      refused: [{ email: 'gone@example.com', reason: '550 5.1.1 Unknown' }],
    },
  });
  expect(recipients().slice(3)).toEqual(['RCPT TO:<grey@example.com>']);
  const [first, second] = messageIds();
  expect(first).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
  expect(second).toBe(first);
});

test('a message that the server deferred is sent again byte by byte', async () => {
  const { job, server } = await setup({ end: (_, count) => (count === 1 ? '450 Later' : '250 Ok') });
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(MailDeferredError);
  await deliverMail(content, job.nextAttempt());
  expect(server.messages).toHaveLength(2);
  expect(server.messages[1]).toBe(server.messages[0]);
});

test('a connection that is lost after DATA is never sent over again', async () => {
  const { job, server } = await setup({ end: 'DROP' });
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(AmbiguousError);
  await expect(deliverMail(content, job.nextAttempt())).rejects.toThrow(AmbiguousError);
  expect(server.messages).toHaveLength(1);
});
