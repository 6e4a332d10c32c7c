import type { Refuse } from './read-variables.ts';
import { refuseIncomplete } from './refuse-incomplete.ts';
import type { Values } from './variable.ts';
import type { twilio } from './variables/twilio.ts';

/** Twilio's account, and at least one sender. */
export interface TwilioConfig {
  readonly accountSid: string;
  readonly authToken: string;
  readonly phoneNumber: string | undefined;
  readonly messagingServiceSid: string | undefined;
}

/** `undefined` when SMS go to the local outbox. */
export function twilioConfig(given: Values<typeof twilio>, refuse: Refuse): TwilioConfig | undefined {
  const { accountSid, authToken, phoneNumber, messagingServiceSid } = given;
  refuseIncomplete({ TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken }, refuse);
  if (accountSid === undefined || authToken === undefined) return undefined;
  if (phoneNumber === undefined && messagingServiceSid === undefined)
    refuse(
      'TWILIO_ACCOUNT_SID is set, but no sender: expected TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID.',
    );
  return { accountSid, authToken, phoneNumber, messagingServiceSid };
}
