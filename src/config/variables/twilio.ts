import { text, textLike } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** Twilio, which sends SMS. */
export const twilio = {
  accountSid: variable(
    'TWILIO_ACCOUNT_SID',
    textLike(/^AC[0-9a-fA-F]{32}$/, 'AC and 32 hexadecimal digits'),
    {
      doc: 'Account that sends SMS.',
      unset: 'SMS are written to `outbox/` in the data folder',
    },
  ),
  authToken: variable('TWILIO_AUTH_TOKEN', text(), {
    doc: 'Secret of that account.',
    unset: 'none',
    isSecret: true,
  }),
  phoneNumber: variable('TWILIO_PHONE_NUMBER', textLike(/^\+[1-9]\d{6,14}$/, 'a number like +15550100999'), {
    doc: 'Sender of SMS, in E.164.',
    unset: 'the messaging service decides',
  }),
  messagingServiceSid: variable(
    'TWILIO_MESSAGING_SERVICE_SID',
    textLike(/^MG[0-9a-fA-F]{32}$/, 'MG and 32 hexadecimal digits'),
    { doc: 'Messaging service that picks the sender.', unset: 'the phone number above is the sender' },
  ),
};
