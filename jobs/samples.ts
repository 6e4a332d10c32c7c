import { alertSamples } from './alerts/samples.ts';
import { analyticsSamples } from './analytics/samples.ts';
import { cacheSamples } from './cache/samples.ts';
import { campaignSamples } from './campaigns/samples.ts';
import { emailSamples } from './email/samples.ts';
import { imageSamples } from './images/samples.ts';
import { inventorySamples } from './inventory/samples.ts';
import { maintenanceSamples } from './maintenance/samples.ts';
import { notificationSamples } from './notifications/samples.ts';
import { pushSamples } from './push/samples.ts';
import { reportSamples } from './reports/samples.ts';
import type { Sample } from './sample.ts';
import { smsSamples } from './sms/samples.ts';
import { taskSamples } from './tasks/samples.ts';

/** At least one job of each kind in the catalogue. */
export const samples: readonly Sample[] = [
  ...emailSamples,
  ...notificationSamples,
  ...smsSamples,
  ...pushSamples,
  ...campaignSamples,
  ...taskSamples,
  ...imageSamples,
  ...inventorySamples,
  ...analyticsSamples,
  ...reportSamples,
  ...cacheSamples,
  ...maintenanceSamples,
  ...alertSamples,
];
