import { defineConfig } from 'vitest/config';

const faults = 'test/**/*.fault.test.ts';
const browser = 'test/**/*.browser.test.ts';
const slow = 'test/**/*.slow.test.ts';
const integration = 'test/**/*.integration.test.ts';
const chaos = 'test/**/*.chaos.test.ts';
/** Faults that wait most of the time, each on servers of its own, with bounds that a neighbour does not break. */
const waiting = [
  'test/broker/bullmq/*.fault.test.ts',
  'test/broker/rabbitmq/{half-open,management}.fault.test.ts',
  'test/schedule/clocks.fault.test.ts',
  'test/workers/services/mailer/*.fault.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: 'test/servers/global-setup.ts',
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [integration, faults, browser, slow, chaos],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: [integration],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'waiting',
          include: waiting,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Faults kill servers of their own and measure how soon work goes on, so these run one at a time.
        test: {
          name: 'slow',
          include: [faults, browser, slow],
          exclude: waiting,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
