import type { SmsServices } from '../jobs/sms/services.ts';
import { Domain } from '../src/domain/domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { OutboxSms } from './services/sms/outbox-sms.ts';
import { makeSmsRecords } from './services/sms/sms-records.ts';
import { TwilioSms } from './services/sms/twilio-sms.ts';

/** Sends SMS. */
export default defineWorker({
  queues: ['sms'],
  services: ({ config, database, log }): SmsServices => ({
    sms: config.twilio ? new TwilioSms({ account: config.twilio }) : new OutboxSms(config.dataFolder),
    smsRecords: makeSmsRecords(new Domain(database, { log }), config.sms),
  }),
});
