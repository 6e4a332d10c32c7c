import { defineConfig } from '../../../../src/config/nightshift-config.ts';

export default defineConfig({
  jobs: () => import('./app.ts'),
  queues: () => import('./app.ts'),
  samples: () => import('./app.ts'),
  prepareSamples: async ({ database }) => {
    const { rows } = await database.query(`SELECT 'Prepared with ' || current_database() AS said`);
    process.stdout.write(`${JSON.stringify(rows)}\n`);
  },
  workers: { all: () => import('./worker.ts') },
});
