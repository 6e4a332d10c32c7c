import type { SmsServices } from '../../../jobs/sms/services.ts';
import type { Config } from '../../../src/config/load-config.ts';
import { publicAddress } from '../../../src/config/public-address.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { smsCallbackPath } from '../../../src/domain/sms/sms-callback-path.ts';
import { OutboxSms } from './outbox-sms.ts';
import { makeSmsRecords } from './sms-records.ts';
import { TwilioSms } from './twilio-sms.ts';

/** What sends SMS as the configuration asks for: Twilio, or else the local outbox. */
export function makeSms(domain: Domain, config: Config): SmsServices {
  const { twilio, dataFolder, dashboard } = config;
  const callbackOf =
    dashboard.publicUrl === undefined
      ? undefined
      : (jobId: string): string => publicAddress(dashboard, smsCallbackPath(jobId));
  return {
    sms: twilio ? new TwilioSms({ account: twilio, callbackOf }) : new OutboxSms(dataFolder),
    smsRecords: makeSmsRecords(domain, config.sms),
  };
}
