import type { HandlerContext } from '../../src/job/handler-context.ts';
import type { MailAttachment } from './mail-attachment.ts';
import type { Mailbox } from './mailbox.ts';

/** What the handlers of this folder need beside the platform. */
export interface EmailServices {
  readonly mailer: Mailer;
}

export type EmailContext = HandlerContext<EmailServices>;

/** Hands mails to a server, or to a folder while none is configured. */
export interface Mailer {
  /** Whom mails come from when they do not say; its name signs the templates. */
  readonly sender: Mailbox;
  /**
   * Sends one mail to some of its recipients. Resolves with what the server said about each.
   *
   * @throws MailServerError when the server gave no answer and the mail was surely not taken
   * @throws AmbiguousError when the mail was handed over and the answer never came
   */
  send(mail: Mail, recipients: readonly string[], signal: AbortSignal): Promise<Delivery>;
  /** What became of a `send` that was begun and whose answer was never recorded. */
  recall(mail: Mail): Promise<{ readonly kind: 'not-done' } | { readonly kind: 'unknown' }>;
}

/** What a mail says and who its readers are, as a template makes it. */
export interface MailContent {
  readonly from?: Mailbox | undefined;
  readonly to: readonly Mailbox[];
  readonly cc?: readonly Mailbox[] | undefined;
  readonly bcc?: readonly Mailbox[] | undefined;
  readonly replyTo?: Mailbox | undefined;
  readonly subject: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly attachments?: readonly MailAttachment[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A mail as the mailer gets it: the same one, byte by byte, at every attempt of its job. */
export interface Mail extends MailContent {
  /** The same for all attempts of one job; the Message-ID is made from it. */
  readonly key: string;
  readonly date: Date;
}

/** What the server said. Every recipient that was asked for stands in exactly one of the lists. */
export type Delivery = {
  readonly messageId: string;
  readonly accepted: readonly string[];
  /** Refused for good: 5xx. */
  readonly refused: readonly Refusal[];
  /** Refused for now: 4xx. */
  readonly deferred: readonly Refusal[];
  /** Where the mail lies or how the server names it, for tracing. */
  readonly response: string;
};

export type Refusal = {
  readonly email: string;
  /** The server's reply, its code first. */
  readonly reason: string;
};
