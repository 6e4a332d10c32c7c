import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { SmsRecords } from '../../../jobs/sms/services.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { findSmsRivals } from '../../../src/domain/sms/find-sms-rivals.ts';
import {
  reserveSms,
  type SmsLimits,
  smsAmbiguous,
  smsRefused,
  smsSent,
} from '../../../src/domain/sms/sms-records.ts';
import { PermanentError } from '../../../src/job/handler-errors.ts';

export interface SmsRecordsOptions extends SmsLimits {
  /** ISO 3166; `undefined` allows all. */
  readonly countries: readonly string[] | undefined;
}

/** Keeps what was sent in the tables of the sample application. */
export function makeSmsRecords(domain: Domain, { countries, ...limits }: SmsRecordsOptions): SmsRecords {
  return {
    reserve: async (message) => {
      const country = countryOf(message.to, countries);
      const answer = await domain.write((writing) => reserveSms(writing, { ...message, country }, limits));
      if (answer === 'reserved' || answer === 'opted-out') return { kind: answer };
      return {
        kind: 'limited',
        by: answer,
        limit: answer === 'number' ? limits.perNumber : limits.perPrefix,
      };
    },
    rivals: (sms, jobId, providerIds) => findSmsRivals(domain.reader, { ...sms, jobId, providerIds }),
    sent: (jobId, providerId) => domain.write((writing) => smsSent(writing, jobId, providerId)),
    ambiguous: (jobId) => domain.write((writing) => smsAmbiguous(writing, jobId)),
    refused: (jobId, code, isOptOut) =>
      domain.write((writing) => smsRefused(writing, jobId, { code, isOptOut })),
  };
}

/** @throws PermanentError for a number that exists nowhere, or in a country that is not allowed */
function countryOf(to: string, allowed: readonly string[] | undefined): string | undefined {
  const number = parsePhoneNumberFromString(to);
  if (!number?.isPossible())
    throw new PermanentError(
      `${to} can be no telephone number: expected one in E.164. Correct it and retry the job.`,
    );
  // Some codes are shared, and some numbers are nobody's yet.
  const countries: readonly string[] = number.country ? [number.country] : number.getPossibleCountries();
  const country = countries.find((each) => allowed?.includes(each) ?? true);
  if (allowed === undefined || country !== undefined) return country;
  throw new PermanentError(
    `${to} is in ${countries.join(' or ') || 'no country that is known'}, and SMS go to ${allowed.join(', ')} only. If it is wanted, add it to NIGHTSHIFT_SMS_COUNTRIES and retry the job.`,
  );
}
