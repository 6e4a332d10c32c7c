import type { Mailer } from '../../../jobs/email/services.ts';
import type { Config } from '../../../src/config/load-config.ts';
import { writeToOutbox } from '../../../src/local/outbox-folder.ts';
import { OutboxMailer } from './outbox-mailer.ts';
import { SmtpMailer } from './smtp-mailer.ts';

/** A mailer that its owner closes. */
export type OwnedMailer = Mailer & { close(): void };

const DEFAULT_SENDER = { email: 'nightshift@localhost', name: 'Nightshift' };

/** The mailer that the configuration asks for: to the server of `SMTP_URL`, or else into the local outbox. */
export function makeMailer({ mail, dataFolder }: Pick<Config, 'mail' | 'dataFolder'>): OwnedMailer {
  const { server, sender = DEFAULT_SENDER, timeoutMs, maxConnections } = mail;
  if (server === undefined) {
    return new OutboxMailer(sender, (item) => writeToOutbox(item, dataFolder));
  }
  return new SmtpMailer({ server, sender, timeoutMs, maxConnections });
}
