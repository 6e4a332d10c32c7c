import { randomUUID } from 'node:crypto';
import type { Config } from '../config/load-config.ts';
import { writeToOutbox } from '../local/outbox-folder.ts';
import type { Notice } from './notice.ts';

const TIMEOUT_MS = 9_000;
const DEFAULT_SENDER = { email: 'nightshift@localhost', name: 'Nightshift' };

/** Mails a notice without a job, for when jobs do not run: by SMTP, or to the local outbox without a mail server. */
export async function mailDirectly(
  { mail, alerts, dataFolder }: Pick<Config, 'mail' | 'alerts' | 'dataFolder'>,
  { subject, text }: Pick<Notice, 'subject' | 'text'>,
): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const { email, name = '' } = mail.sender ?? DEFAULT_SENDER;
  const message = {
    from: { address: email, name },
    to: [...(alerts.mailTo ?? [])],
    subject,
    text,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  if (mail.server === undefined) {
    const { message: content } = await createTransport({ streamTransport: true, buffer: true }).sendMail(
      message,
    );
    if (content instanceof Buffer)
      await writeToOutbox({ kind: 'email', id: randomUUID(), extension: 'eml', content }, dataFolder);
    return;
  }
  const { host, port, isTls, starttls, username, password = '' } = mail.server;
  const transport = createTransport({
    host,
    port,
    secure: isTls,
    requireTLS: starttls === 'required',
    ignoreTLS: starttls === 'never',
    ...(username === undefined ? {} : { auth: { user: username, pass: password } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  await transport.sendMail(message).finally(() => transport.close());
}
