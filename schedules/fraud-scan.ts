import { detectFraud } from '../jobs/analytics/detect-fraud.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** Often enough that a parcel can still be stopped; orders with a finding are not looked at again. */
export const fraudScan = defineSchedule({
  name: 'analytics.fraud-scan',
  job: detectFraud,
  payload: {},
  cron: '*/15 * * * *',
  overlap: 'skip',
});
