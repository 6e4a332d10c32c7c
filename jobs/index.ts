import type { JobDefinition } from '../src/job/job-definition.ts';
import { postWebhook } from './alerts/post-webhook.ts';
import { backfill } from './analytics/backfill.ts';
import { detectFraud } from './analytics/detect-fraud.ts';
import { recommend } from './analytics/recommend.ts';
import { summarizeDay } from './analytics/summarize-day.ts';
import { trackBehavior } from './analytics/track-behavior.ts';
import { warmCache } from './cache/warm.ts';
import { deliverCampaign } from './campaigns/deliver-campaign.ts';
import { measureCampaign } from './campaigns/measure-campaign.ts';
import { sendCampaign } from './campaigns/send-campaign.ts';
import { sendEmail } from './email/send-email.ts';
import { sendTaskReminder } from './email/send-task-reminder.ts';
import { sendWelcomeEmail } from './email/send-welcome-email.ts';
import { analyzeQuality } from './images/analyze-quality.ts';
import { cleanUpImages } from './images/clean-up.ts';
import { makeThumbnails } from './images/make-thumbnails.ts';
import { optimizeImage } from './images/optimize.ts';
import { watermarkImage } from './images/watermark.ts';
import { alertLowStock } from './inventory/alert-low-stock.ts';
import { predictDemand } from './inventory/predict-demand.ts';
import { reorderAutomatically } from './inventory/reorder-automatically.ts';
import { updateStockCache } from './inventory/update-cache.ts';
import { cleanExpired } from './maintenance/clean-expired.ts';
import { prune } from './maintenance/prune.ts';
import { broadcastUpdate } from './notifications/broadcast-update.ts';
import { deliverNotification } from './notifications/deliver-notification.ts';
import { sendNotification } from './notifications/send-notification.ts';
import { sendPush } from './push/send-push.ts';
import { reportInventory } from './reports/report-inventory.ts';
import { reportProfitLoss } from './reports/report-profit-loss.ts';
import { reportSales } from './reports/report-sales.ts';
import { reportUserEngagement } from './reports/report-user-engagement.ts';
import { sendSms } from './sms/send-sms.ts';
import { createTask } from './tasks/create-task.ts';
import { notifyTask } from './tasks/notify-task.ts';
import { sendReminders } from './tasks/send-reminders.ts';

/** What the handlers ask of their services: to be implemented on tables and providers of one's own. */
export type { AlertServices } from './alerts/services.ts';
export type { AnalyticsServices, AnalyticsStore } from './analytics/services.ts';
export type { CacheServices, Warming } from './cache/services.ts';
export type { CampaignServices, CampaignStore } from './campaigns/services.ts';
export type { EmailServices, Mailer } from './email/services.ts';
export type { ImageServices, ImageWorkshop } from './images/services.ts';
export type { InventoryServices, InventoryStore } from './inventory/services.ts';
export type { Maintenance, MaintenanceServices } from './maintenance/services.ts';
export type { NotificationServices, NotificationStore } from './notifications/services.ts';
export type { PushDevices, PushProvider, PushServices } from './push/services.ts';
export type { Reports, ReportServices } from './reports/services.ts';
export type { SmsProvider, SmsRecords, SmsServices } from './sms/services.ts';
export type { TaskServices, TaskStore } from './tasks/services.ts';
export { PushRefusedError, PushServiceError } from './push/push-errors.ts';
export { SmsRefusedError } from './sms/sms-refused-error.ts';

export {
  alertLowStock,
  analyzeQuality,
  backfill,
  broadcastUpdate,
  cleanExpired,
  cleanUpImages,
  createTask,
  deliverCampaign,
  deliverNotification,
  detectFraud,
  makeThumbnails,
  measureCampaign,
  notifyTask,
  optimizeImage,
  postWebhook,
  predictDemand,
  prune,
  recommend,
  reorderAutomatically,
  reportInventory,
  reportProfitLoss,
  reportSales,
  reportUserEngagement,
  sendCampaign,
  sendEmail,
  sendNotification,
  sendPush,
  sendReminders,
  sendSms,
  sendTaskReminder,
  sendWelcomeEmail,
  summarizeDay,
  trackBehavior,
  updateStockCache,
  warmCache,
  watermarkImage,
};

/** The catalogue: every job that this repository defines. */
export const jobs: readonly JobDefinition[] = [
  sendEmail,
  sendTaskReminder,
  sendWelcomeEmail,
  sendNotification,
  deliverNotification,
  broadcastUpdate,
  sendCampaign,
  deliverCampaign,
  measureCampaign,
  sendSms,
  sendPush,
  postWebhook,
  createTask,
  notifyTask,
  prune,
  cleanExpired,
  warmCache,
  reportInventory,
  reportProfitLoss,
  reportSales,
  reportUserEngagement,
  sendReminders,
  optimizeImage,
  makeThumbnails,
  watermarkImage,
  analyzeQuality,
  cleanUpImages,
  alertLowStock,
  reorderAutomatically,
  predictDemand,
  updateStockCache,
  trackBehavior,
  summarizeDay,
  detectFraud,
  recommend,
  backfill,
];
