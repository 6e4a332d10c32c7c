import type { Mailbox } from '../../../jobs/email/mailbox.ts';
import type { Delivery, Mail, Mailer } from '../../../jobs/email/services.ts';
import { buildMail } from './build-mail.ts';
import { messageIdOf } from './message-id.ts';

/** Where a mail is put instead of being sent; resolves with the file's path. */
export type WriteToOutbox = (entry: {
  readonly kind: 'email';
  readonly id: string;
  readonly extension: 'eml';
  readonly content: Uint8Array;
}) => Promise<string>;

/** Puts mails into a folder, one `.eml` file each, which any mail program opens: what runs while `SMTP_URL` is unset. */
export class OutboxMailer implements Mailer {
  readonly sender: Mailbox;
  readonly #write: WriteToOutbox;

  constructor(sender: Mailbox, write: WriteToOutbox) {
    this.sender = sender;
    this.#write = write;
  }

  async send(mail: Mail, recipients: readonly string[]): Promise<Delivery> {
    const from = mail.from ?? this.sender;
    const messageId = messageIdOf(mail, from);
    const content = await buildMail(mail, from, messageId);
    const response = await this.#write({ kind: 'email', id: mail.key, extension: 'eml', content });
    return { messageId, accepted: recipients, refused: [], deferred: [], response };
  }

  /** Writing the same file again changes nothing. */
  recall(): Promise<{ kind: 'not-done' }> {
    return Promise.resolve({ kind: 'not-done' });
  }

  close(): void {}
}
