import type { SmsServices } from '../../../jobs/sms/services.ts';
import type { Config } from '../../../src/config/load-config.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { OutboxSms } from './outbox-sms.ts';
import { makeSmsRecords } from './sms-records.ts';
import { TwilioSms } from './twilio-sms.ts';

/** What sends SMS as the configuration asks for: Twilio, or else the local outbox. */
export function makeSms(domain: Domain, config: Config): SmsServices {
  const { twilio, dataFolder } = config;
  return {
    sms: twilio ? new TwilioSms({ account: twilio }) : new OutboxSms(dataFolder),
    smsRecords: makeSmsRecords(domain, config.sms),
  };
}
