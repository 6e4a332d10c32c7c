import { list, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** How many SMS may go where, whoever asks: what keeps a bot that orders codes for expensive numbers from emptying the account. */
export const sms = {
  countries: variable('NIGHTSHIFT_SMS_COUNTRIES', list, {
    doc: 'Countries that SMS may go to, as ISO 3166 codes with commas between them.',
    unset: 'all',
  }),
  perNumber: variable('NIGHTSHIFT_SMS_DAILY_PER_NUMBER', wholeNumber(1, 1_000_000), {
    doc: 'Most SMS to one number in 24 hours.',
    fallback: 20,
  }),
  perPrefix: variable('NIGHTSHIFT_SMS_DAILY_PER_PREFIX', wholeNumber(1, 1_000_000_000), {
    doc: 'Most SMS in 24 hours to all numbers that begin with the same four digits.',
    fallback: 1_000,
  }),
};
