import { textLike, urlWith, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** The mail server. */
export const mail = {
  smtpUrl: variable('SMTP_URL', urlWith(['smtp', 'smtps'], 'smtp://user:password@host:587'), {
    doc: 'The server that takes our mails; `smtps://` speaks TLS from the first byte, `smtp://` upgrades when the server offers it.',
    unset: 'mails are written to `outbox/` in the data folder',
  }),
  from: variable(
    'NIGHTSHIFT_MAIL_FROM',
    textLike(/^[^\r\n]*[^\s@]+@[^\s@]+$/, 'an address, like Shop <mail@shop.example>'),
    {
      doc: 'Sender of mails that name none: an address, or `Name <address>`.',
      fallback: 'Nightshift <nightshift@localhost>',
    },
  ),
  maxConnections: variable('NIGHTSHIFT_SMTP_CONNECTIONS', wholeNumber(1, 100), {
    doc: 'Most connections to the mail server that one process keeps.',
    fallback: 5,
  }),
  timeoutMs: variable('NIGHTSHIFT_SMTP_TIMEOUT_MS', wholeNumber(100, 600_000), {
    doc: 'How long the mail server may be silent: while connecting, before its greeting, and between two answers.',
    unit: 'ms',
    fallback: 10_000,
  }),
};
