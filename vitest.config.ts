import { defineConfig } from 'vitest/config';

const faults = 'test/**/*.fault.test.ts';
const browser = 'test/**/*.browser.test.ts';

export default defineConfig({
  test: {
    globalSetup: 'test/servers/global-setup.ts',
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [faults, browser],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Each kills servers of its own and measures how soon work goes on, so they run one at a time.
        test: {
          name: 'slow',
          include: [faults, browser],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
