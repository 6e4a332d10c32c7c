import type { Schedule } from '../src/schedule/definition/define-schedule.ts';
import { cacheWarmUp } from './cache-warm-up.ts';
import { dailySales } from './daily-sales.ts';
import { dailySummary } from './daily-summary.ts';
import { fraudScan } from './fraud-scan.ts';
import { imageCleanUp } from './image-clean-up.ts';
import { lowStockScan } from './low-stock-scan.ts';
import { nightlyCleanUp } from './nightly-clean-up.ts';
import { nightlyForecast } from './nightly-forecast.ts';
import { nightlyPrune } from './nightly-prune.ts';
import { nightlyRecommendations } from './nightly-recommendations.ts';
import { nightlyReorder } from './nightly-reorder.ts';
import { taskReminders } from './task-reminders.ts';
import { weeklyCampaign } from './weekly-campaign.ts';
import { weeklyEngagement } from './weekly-engagement.ts';
import { weeklyInventory } from './weekly-inventory.ts';
import { weeklyProfitLoss } from './weekly-profit-loss.ts';

/** The beat: every schedule that this repository defines, one file each, which says why it runs when it does. */
export const schedules: readonly Schedule[] = [
  taskReminders,
  lowStockScan,
  imageCleanUp,
  dailySummary,
  fraudScan,
  nightlyRecommendations,
  nightlyReorder,
  nightlyForecast,
  weeklyCampaign,
  dailySales,
  weeklyProfitLoss,
  weeklyEngagement,
  weeklyInventory,
  nightlyPrune,
  nightlyCleanUp,
  cacheWarmUp,
];
