import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { MailServerError } from '../../../../jobs/email/mail-errors.ts';
import type { SmtpAddress } from '../../../../src/config/smtp-address.ts';
import { SmtpMailer } from '../../../../workers/services/mailer/smtp-mailer.ts';
import { mail, never } from '../../../jobs/email/mail.ts';
import { plain } from './scripted-smtp-server.ts';

const sender = { email: 'shop@example.com', name: 'Shop' };

interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly isTls: boolean;
  readonly user: string | undefined;
  readonly raw: Buffer;
}

/** A real SMTP server that keeps what it is given, and a mailer that sends to it. */
async function setup(options: SMTPServerOptions, address: Partial<SmtpAddress> = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    ...options,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((each) => each.address),
          isTls: session.secure,
          user: session.user as string | undefined,
          raw: Buffer.concat(chunks),
        });
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { readonly port: number };
  const mailer = new SmtpMailer({ server: { ...plain(port), ...address }, sender });
  onTestFinished(() => {
    mailer.close();
    server.close();
  });
  return { received, mailer };
}

test('hands a mail over as it was written', async () => {
  const { mailer, received } = await setup({});
  const delivery = await mailer.send(
    mail({
      to: [{ email: 'ada@example.com', name: 'Ada, Countess of “Lovelace”' }],
      cc: [{ email: 'charles@xn--bcher-kva.example' }],
      bcc: [{ email: 'secret@example.com' }],
      subject: 'Grüße ✓',
      text: '.\r\n..\r\nFrom here\r\n',
      html: '<p>Grüße</p>',
    }),
    ['ada@example.com', 'charles@xn--bcher-kva.example', 'secret@example.com'],
    never,
  );
  const [got] = received;
  expect(got).toMatchObject({
    from: 'shop@example.com',
    to: ['ada@example.com', 'charles@bücher.example', 'secret@example.com'], // as this server shows it
  });
  expect(got?.raw.toString()).toContain('Cc: charles@xn--bcher-kva.example\r\n');
  expect(got?.raw.toString()).not.toContain('secret@');
  const parsed = await PostalMime.parse(got?.raw ?? '');
  expect(parsed).toMatchObject({
    from: { address: 'shop@example.com', name: 'Shop' },
    to: [{ address: 'ada@example.com', name: 'Ada, Countess of “Lovelace”' }],
    cc: [{ address: 'charles@xn--bcher-kva.example' }],
    subject: 'Grüße ✓',
    html: '<p>Grüße</p>\n',
    messageId: delivery.messageId,
    date: '2030-01-02T03:04:05.000Z',
  });
  expect(parsed.text?.trimEnd()).toBe('.\n..\nFrom here');
  expect(delivery).toMatchObject({
    accepted: ['ada@example.com', 'charles@xn--bcher-kva.example', 'secret@example.com'],
    refused: [],
    deferred: [],
    response: expect.stringMatching(/^250 /),
  });
});

test('tells who was accepted, refused and deferred', async () => {
  const { mailer, received } = await setup({
    onRcptTo({ address }, _session, done) {
      const code = { 'gone@example.com': 550, 'full@example.com': 452 }[address];
      done(code === undefined ? undefined : Object.assign(new Error('no'), { responseCode: code }));
    },
  });
  const recipients = ['gone@example.com', 'here@example.com', 'full@example.com'];
  expect(await mailer.send(mail(), recipients, never)).toMatchObject({
    accepted: ['here@example.com'],
    refused: [{ email: 'gone@example.com', reason: '550 no' }],
    deferred: [{ email: 'full@example.com', reason: '452 no' }],
  });
  expect(received[0]?.to).toEqual(['here@example.com']);
});

test('sends many mails over few connections', async () => {
  const connections: string[] = [];
  const { mailer, received } = await setup({
    onConnect({ id }, done) {
      connections.push(id);
      done();
    },
  });
  await Promise.all(
    Array.from({ length: 60 }, (_, index) => mailer.send(mail(), [`to${index}@example.com`], never)),
  );
  expect(new Set(received.map(({ to }) => to[0])).size).toBe(60);
  expect(connections.length).toBeLessThanOrEqual(5);
});

const signIn: SMTPServerOptions = {
  authOptional: false,
  onAuth({ username, password }, _session, done) {
    if (password === 'planted-secret') done(null, { user: username ?? '' });
    else done(new Error('Wrong'));
  },
};

test.each([
  ['STARTTLS', { disabledCommands: [] }, { starttls: 'required' }],
  ['TLS from the first byte', { secure: true }, { isTls: true }],
] as const)('signs in over %s', async (_, options, address) => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { mailer, received } = await setup(
    { ...signIn, ...options, disabledCommands: [] },
    { ...address, username: 'app', password: 'planted-secret' },
  );
  await mailer.send(mail(), ['to@example.com'], never);
  expect(received).toMatchObject([{ isTls: true, user: 'app' }]);
});

test('gives its password to nobody whose certificate it cannot check', async () => {
  const seen: unknown[] = [];
  const { mailer } = await setup(
    { ...signIn, disabledCommands: [], onAuth: (auth) => void seen.push(auth) },
    { starttls: 'required', username: 'app', password: 'planted-secret' },
  );
  await expect(mailer.send(mail(), ['to@example.com'], never)).rejects.toThrow(MailServerError);
  expect(seen).toEqual([]);
});

test('sends nothing in the clear when STARTTLS is required and not offered', async () => {
  const { mailer, received } = await setup({}, { starttls: 'required' });
  await expect(mailer.send(mail(), ['to@example.com'], never)).rejects.toThrow(MailServerError);
  expect(received).toEqual([]);
});

test('a refused password is retried like an outage and does not stand in the error', async () => {
  const { mailer } = await setup(
    { ...signIn, allowInsecureAuth: true },
    { username: 'app', password: 'planted-but-wrong' },
  );
  const error = await mailer.send(mail(), ['to@example.com'], never).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MailServerError);
  expect(String(error)).toMatch(/535 .*SMTP_URL/);
  const { cause, stack } = error as Error;
  expect(`${stack} ${JSON.stringify(cause)} ${String(cause)}`).not.toContain('planted');
  expect(JSON.stringify(cause)).not.toContain(Buffer.from('planted-but-wrong').toString('base64'));
});
