import { defineConfig } from '../../../../src/config/nightshift-config.ts';

export default defineConfig({
  jobs: () => import('./app.ts'),
  queues: () => import('./app.ts'),
  samples: () => import('./app.ts'),
  workers: { all: () => import('./worker.ts') },
});
