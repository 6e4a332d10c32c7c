import { defineConfig } from './src/config/nightshift-config.ts';

const workers = {
  analytics: () => import('./workers/analytics.ts'),
  email: () => import('./workers/email.ts'),
  images: () => import('./workers/images.ts'),
  inventory: () => import('./workers/inventory.ts'),
  notifications: () => import('./workers/notifications.ts'),
  reports: () => import('./workers/reports.ts'),
  sms: () => import('./workers/sms.ts'),
  tasks: () => import('./workers/tasks.ts'),
};

export default defineConfig({
  jobs: () => import('./jobs/index.ts'),
  queues: () => import('./jobs/queues.ts'),
  workers,
  samples: () => import('./jobs/samples.ts'),
  prepareSamples: async (tools) =>
    (await import('./workers/services/prepare-samples.ts')).prepareSamples(tools),
  schedules: () => import('./schedules/index.ts'),
  dashboard: () => import('./dashboard/index.ts'),
});
