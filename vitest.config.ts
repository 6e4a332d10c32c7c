import { defineConfig } from 'vitest/config';

const faults = 'test/**/*.fault.test.ts';
const browser = 'test/**/*.browser.test.ts';
const slow = 'test/**/*.slow.test.ts';
const chaos = 'test/**/*.chaos.test.ts';

export default defineConfig({
  test: {
    globalSetup: 'test/servers/global-setup.ts',
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [faults, browser, slow, chaos],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Faults kill servers of their own and measure how soon work goes on, so these run one at a time.
        test: {
          name: 'slow',
          include: [faults, browser, slow],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
