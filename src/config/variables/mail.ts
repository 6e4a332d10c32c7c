import { parseMailSender } from '../mail-sender.ts';
import { parseSmtpUrl } from '../smtp-address.ts';
import { wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** The mail server. */
export const mail = {
  server: variable('SMTP_URL', parseSmtpUrl, {
    doc: 'The server that takes our mails: `smtps://user:password@host:465` speaks TLS from the first byte; `smtp://` upgrades when the server offers it, and always when a password would cross a network (`?starttls=required` or `never` says otherwise).',
    unset: 'mails are written to `outbox/` in the data folder',
  }),
  sender: variable('NIGHTSHIFT_MAIL_FROM', parseMailSender, {
    doc: 'Sender of mails that name none: an address, or `Name <address>`. The name signs the templates.',
    unset: '`Nightshift <nightshift@localhost>`',
  }),
  maxConnections: variable('NIGHTSHIFT_SMTP_CONNECTIONS', wholeNumber(1, 100), {
    doc: 'Most connections to the mail server that one process keeps.',
    fallback: 5,
  }),
  timeoutMs: variable('NIGHTSHIFT_SMTP_TIMEOUT_MS', wholeNumber(100, 600_000), {
    doc: 'How long the mail server may be silent: while connecting, before its greeting, and between two answers. Raise it when the server scans large mails before it answers: after a mail was handed over, a silence leaves its job `ambiguous`.',
    unit: 'ms',
    fallback: 9_000,
  }),
};
