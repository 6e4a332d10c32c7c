import { defineConfig } from 'nightshift';

export default defineConfig({
  jobs: () => import('./jobs.ts'),
  queues: () => import('./queues.ts'),
  workers: { orders: () => import('./worker.ts') },
});
