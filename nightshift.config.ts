import { defineConfig } from './src/config/nightshift-config.ts';

const workers = {
  analytics: () => import('./workers/analytics.ts'),
  email: () => import('./workers/email.ts'),
  inventory: () => import('./workers/inventory.ts'),
  notifications: () => import('./workers/notifications.ts'),
  reports: () => import('./workers/reports.ts'),
  sms: () => import('./workers/sms.ts'),
  tasks: () => import('./workers/tasks.ts'),
};

export default defineConfig({
  jobs: () => import('./jobs/index.ts'),
  queues: async () => {
    const { queues } = await import('./jobs/queues.ts');
    return { queues: queues.filter((queue) => Object.hasOwn(workers, queue.workers)) };
  },
  workers,
  samples: () => import('./jobs/samples.ts'),
  prepareSamples: async ({ database }) => {
    const [{ seedDomain }, { seedPlan }] = await Promise.all([
      import('./src/domain/seed/seed-domain.ts'),
      import('./src/domain/seed/seed-plan.ts'),
    ]);
    await seedDomain(database, seedPlan({ seed: 1, isSmall: true, until: new Date() }));
  },
  schedules: () => import('./schedules/index.ts'),
  dashboard: () => import('./dashboard/index.ts'),
});
