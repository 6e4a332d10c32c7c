import { defineConfig } from './src/config/nightshift-config.ts';

const workers = {
  email: () => import('./workers/email.ts'),
};

export default defineConfig({
  jobs: () => import('./jobs/index.ts'),
  queues: async () => {
    const { queues } = await import('./jobs/queues.ts');
    return { queues: queues.filter((queue) => Object.hasOwn(workers, queue.workers)) };
  },
  workers,
  samples: () => import('./jobs/samples.ts'),
  schedules: () => import('./schedules/index.ts'),
});
