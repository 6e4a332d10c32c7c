import { sendCampaign } from '../jobs/campaigns/send-campaign.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** On Thursdays before noon, when people plan their weekends; slowly, so that mail providers take it for what it is. */
export const weeklyCampaign = defineSchedule({
  name: 'campaigns.weekly',
  job: sendCampaign,
  payload: {
    campaign: {
      name: 'Offers of the week',
      subject: 'Offers of the week',
      body: 'Hello {name}, these are the offers of this week.\n\n[See them all](https://shop.example/offers)',
      segment: { activeWithinDays: 90 },
      maxPerMinute: 600,
    },
  },
  cron: '0 10 * * 4',
  timeZone: 'Europe/London',
  misfire: 'skip',
});
