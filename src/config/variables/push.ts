import { text, urlWith } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** Web push, signed with VAPID keys (RFC 8292). */
export const push = {
  publicKey: variable('VAPID_PUBLIC_KEY', text(80), {
    doc: 'Public key that browsers subscribe with.',
    unset: 'push messages are written to `outbox/` in the data folder',
  }),
  privateKey: variable('VAPID_PRIVATE_KEY', text(40), {
    doc: 'Private key that signs push messages.',
    unset: 'none',
    isSecret: true,
  }),
  subject: variable('VAPID_SUBJECT', urlWith(['mailto', 'https'], 'mailto:mail@shop.example'), {
    doc: 'Whom a push service may ask about our messages.',
    unset: 'none',
  }),
};
