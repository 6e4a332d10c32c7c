import {
  createTransport,
  type NodemailerError,
  type SMTPPoolSentMessageInfo,
  type Transporter,
} from 'nodemailer';
import { MailServerError } from '../../../jobs/email/mail-errors.ts';
import type { Mailbox } from '../../../jobs/email/mailbox.ts';
import type { Delivery, Mail, Mailer } from '../../../jobs/email/services.ts';
import type { SmtpAddress } from '../../../src/config/smtp-address.ts';
import { AmbiguousError } from '../../../src/job/handler-errors.ts';
import { inSpan, type SpanAbout } from '../../../src/telemetry/tracing.ts';
import { buildMail } from './build-mail.ts';
import { classifySmtpFailure, sortRejections } from './classify-smtp-failure.ts';
import { messageIdOf } from './message-id.ts';
import { watchHandover } from './watch-handover.ts';

export interface SmtpMailerOptions {
  readonly server: SmtpAddress;
  readonly sender: Mailbox;
  /** The longest wait for a connection with its greeting, and for each answer of the server, in milliseconds. Default 9,000. */
  readonly timeoutMs?: number | undefined;
  /** The longest a mail may take beside its size, in milliseconds, so that a server that trickles is cut off too. Default 20,000. */
  readonly totalTimeoutMs?: number | undefined;
  /** Connections to the server at a time. Default 5. */
  readonly maxConnections?: number | undefined;
}

/** Slower than this many bytes in a millisecond (200 kB/s) and a mail is cut off. */
const MIN_BYTES_PER_MS = 200;

/** Sends mails over a few connections to one SMTP server, opened when first needed and kept. */
export class SmtpMailer implements Mailer {
  readonly sender: Mailbox;
  readonly #transport: Transporter<SMTPPoolSentMessageInfo>;
  readonly #wasHandedOver: (raw: Buffer) => boolean;
  readonly #address: string;
  readonly #totalTimeoutMs: number;
  readonly #span: SpanAbout;

  constructor(options: SmtpMailerOptions) {
    const { server, sender, timeoutMs = 9_000, totalTimeoutMs = 20_000, maxConnections = 5 } = options;
    const { host, port, isTls, starttls, username, password = '' } = server;
    this.sender = sender;
    this.#address = `${host}:${port}`;
    this.#totalTimeoutMs = totalTimeoutMs;
    this.#span = {
      name: 'smtp send',
      kind: 'client',
      attributes: { 'server.address': host, 'server.port': port, 'network.protocol.name': 'smtp' },
    };
    this.#transport = createTransport({
      host,
      port,
      secure: isTls,
      requireTLS: starttls === 'required',
      ignoreTLS: starttls === 'never',
      ...(username === undefined ? {} : { auth: { user: username, pass: password } }),
      pool: true,
      maxConnections,
      // Only for a connection that the server had closed before any byte of the mail was sent.
      maxRequeues: 2,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.#wasHandedOver = watchHandover(this.#transport);
  }

  async send(mail: Mail, recipients: readonly string[], signal: AbortSignal): Promise<Delivery> {
    const from = mail.from ?? this.sender;
    const messageId = messageIdOf(mail, from);
    const raw = await buildMail(mail, from, messageId);
    const deadline = AbortSignal.timeout(this.#totalTimeoutMs + Math.ceil(raw.length / MIN_BYTES_PER_MS));
    try {
      const { accepted, rejectedErrors, response } = await inSpan(this.#span, () =>
        this.#transport.sendMail({
          raw,
          envelope: {
            from: { address: from.email },
            to: recipients.map((address) => ({ address })),
            size: raw.length,
          },
          signal: AbortSignal.any([this.#untilHandover(signal, raw), deadline]),
        }),
      );
      return { messageId, accepted, ...sortRejections(rejectedErrors ?? []), response };
    } catch (thrown) {
      const error = thrown as NodemailerError; // all that sendMail rejects with
      const verdict = classifySmtpFailure(error, { recipients, wasHandedOver: this.#wasHandedOver(raw) });
      if (verdict.kind === 'ambiguous') throw this.#ambiguous(messageId, error);
      if (verdict.kind === 'not-taken') throw this.#notTaken(error);
      const { refused, deferred } = verdict;
      return { messageId, accepted: [], refused, deferred, response: error.response ?? error.message };
    }
  }

  /** SMTP has no way to ask what became of a mail. */
  recall(): Promise<{ kind: 'unknown' }> {
    return Promise.resolve({ kind: 'unknown' });
  }

  /** Ends the connections once their mails are sent. */
  close(): void {
    this.#transport.close();
  }

  /** An attempt that is ended while the server has the mail and thinks about it waits for the answer, which comes soon. */
  #untilHandover(signal: AbortSignal, raw: Buffer): AbortSignal {
    const ending = new AbortController();
    const end = (): void => {
      if (!this.#wasHandedOver(raw)) ending.abort(signal.reason);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    return ending.signal;
  }

  #ambiguous(messageId: string, error: NodemailerError): AmbiguousError {
    return new AmbiguousError(
      `The mail was handed to ${this.#address} and no answer came (${error.message}), so it may have been delivered. Look for Message-ID ${messageId} in the server's log before you retry.`,
      { cause: error },
    );
  }

  #notTaken(error: NodemailerError): MailServerError {
    return new MailServerError(
      `The mail server ${this.#address} did not take the mail (${error.message}). It is tried again; check that the server is up and that SMTP_URL is right.`,
      { cause: error },
    );
  }
}
